"""Sessions: kept in the database, so that they end at once wherever somebody is signed in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session, contains_eager

from qa_app.domain.free_text import clean_text
from qa_app.domain.keys import hash_of_random
from qa_app.domain.session_times import SessionLimits
from qa_app.models import Person, SignedInBy, WebSession
from qa_app.queries.sessions import is_open
from qa_app.services.trail import record

LONGEST_ADDRESS = 45
LONGEST_BROWSER = 200
REMEMBERED = timedelta(days=30)
"""How long a session can be looked up after its person last did something in it; longer than any lasts."""

TO_THE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Visit:
    """From where and with what somebody is here."""

    address: str
    browser: str


def start_session(
    session: Session,
    person: Person,
    visit: Visit,
    *,
    by: SignedInBy,
    second_factor: bool = False,
    at: datetime,
) -> str:
    """A session from now on; its reference, of 256 random bits, which is told once and kept nowhere."""
    shown = {"with": by.value, "second factor": second_factor}
    record(session, "signed in", by=person, at=at, subject="person", subject_id=person.id, after=shown)
    return _begin(session, person, visit, by=by, second_factor=second_factor, at=at)


def begin_anew(session: Session, web_session: WebSession, visit: Visit, *, at: datetime) -> str:
    """Another session in the place of this one, for the person who has just shown who they are once more."""
    end_session(session, web_session, at=at)
    return _begin(
        session,
        web_session.person,
        visit,
        by=web_session.signed_in_by,
        second_factor=web_session.second_factor,
        at=at,
    )


def find_session(
    session: Session, reference: str, *, limits: SessionLimits, at: datetime
) -> WebSession | None:
    """With its person, read in the same query; None where it has ended or its time is up."""
    of_session = contains_eager(WebSession.person)
    statement = (
        select(WebSession)
        .join(WebSession.person)
        .where(
            WebSession.reference_hash == hash_of_random(reference),
            Person.may_sign_in,
            *is_open(limits, at=at),
        )
        .options(of_session.joinedload(Person._roles), of_session.lazyload(Person.service_areas))
    )
    return session.scalars(statement).unique().one_or_none()


def note_activity(session: Session, web_session_id: int, *, at: datetime) -> None:
    """Its person did something just now. Once a minute is often enough."""
    session.execute(
        update(WebSession)
        .where(
            WebSession.id == web_session_id,
            WebSession.ended_at.is_(None),
            WebSession.last_active_at <= at - TO_THE_MINUTE,
        )
        .values(last_active_at=at)
    )


def sign_out(session: Session, web_session: WebSession, *, at: datetime) -> None:
    end_session(session, web_session, at=at)
    person = web_session.person
    record(session, "signed out", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()


def end_session(session: Session, web_session: WebSession, *, at: datetime) -> None:
    web_session.ended_at = at
    session.flush()


def end_own_session(
    session: Session, person: Person, web_session_id: int, *, limits: SessionLimits, at: datetime
) -> None:
    """Raises NoResultFound for one that is not theirs, or not open."""
    found = session.scalars(
        select(WebSession).where(
            WebSession.id == web_session_id, WebSession.person_id == person.id, *is_open(limits, at=at)
        )
    ).one()
    end_session(session, found, at=at)
    record(session, "signed out elsewhere", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()


def end_other_sessions(session: Session, web_session: WebSession, *, at: datetime) -> None:
    """Signs its person out wherever they are but here."""
    person = web_session.person
    session.execute(_open_of(person).where(WebSession.id != web_session.id).values(ended_at=at))
    record(session, "signed out elsewhere", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()


def end_sessions_of(session: Session, person: Person, *, at: datetime) -> None:
    """Signs the person out wherever they are."""
    if person.id is not None:
        session.execute(_open_of(person).values(ended_at=at))


def forget_old_sessions(session: Session, *, at: datetime) -> int:
    """How many ended long ago and were removed."""
    found = session.execute(delete(WebSession).where(WebSession.last_active_at < at - REMEMBERED))
    return int(found.rowcount)  # type: ignore[attr-defined]  # a DELETE has one


def _begin(
    session: Session, person: Person, visit: Visit, *, by: SignedInBy, second_factor: bool, at: datetime
) -> str:
    reference = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            reference_hash=hash_of_random(reference),
            person_id=person.id,
            signed_in_by=by,
            second_factor=second_factor,
            started_at=at,
            last_active_at=at,
            address=clean_text(visit.address)[:LONGEST_ADDRESS],
            browser=clean_text(visit.browser)[:LONGEST_BROWSER],
        )
    )
    session.flush()
    return reference


def _open_of(person: Person) -> Update:
    return update(WebSession).where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
