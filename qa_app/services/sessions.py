"""Sessions: kept in the database, so that they end at once wherever somebody is signed in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from qa_app.models import Person, SignedInBy, WebSession

LONGEST_BROWSER = 200


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lasts: after its person last did something, and at most."""

    idle: timedelta
    absolute: timedelta


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
    reference = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            reference_hash=_hashed(reference),
            person_id=person.id,
            signed_in_by=by,
            second_factor=second_factor,
            started_at=at,
            last_active_at=at,
            address=visit.address,
            browser=visit.browser[:LONGEST_BROWSER],
        )
    )
    session.flush()
    return reference


def find_session(
    session: Session, reference: str, *, limits: SessionLimits, at: datetime
) -> WebSession | None:
    """With its person, read in the same query; None where it has ended or its time is up."""
    of_session = contains_eager(WebSession.person)
    statement = (
        select(WebSession)
        .join(WebSession.person)
        .where(
            WebSession.reference_hash == _hashed(reference),
            WebSession.ended_at.is_(None),
            WebSession.started_at > at - limits.absolute,
            WebSession.last_active_at > at - limits.idle,
            Person.may_sign_in,
        )
        .options(of_session.joinedload(Person._roles), of_session.lazyload(Person.service_areas))
    )
    return session.scalars(statement).unique().one_or_none()


def end_session(session: Session, web_session: WebSession, *, at: datetime) -> None:
    web_session.ended_at = at
    session.flush()


def end_sessions_of(session: Session, person: Person, *, at: datetime) -> None:
    """Signs the person out wherever they are."""
    if person.id is not None:
        session.execute(
            update(WebSession)
            .where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
            .values(ended_at=at)
        )


def _hashed(reference: str) -> str:
    """Without salt or stretching: nobody can try 2 to the 256 references."""
    return hashlib.sha256(reference.encode()).hexdigest()
