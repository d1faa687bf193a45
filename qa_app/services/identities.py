"""Saying by hand who somebody is at the council's own sign-on."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem, TransitionNotAllowed
from qa_app.domain.sign_on import LONGEST_SUBJECT, is_subject
from qa_app.models import Identity, Person
from qa_app.services.sessions import end_sessions_of
from qa_app.services.trail import record


def connect(
    session: Session, person: Person, *, issuer: str, subject: str, by: Person, at: datetime
) -> Identity:
    """From now on whoever signs on with this subject is this person. Raises InvalidInput about `subject`."""
    subject = subject.strip()
    if not is_subject(subject):
        sentence = f"Enter the subject as the sign-on writes it: at most {LONGEST_SUBJECT} plain characters"
        raise InvalidInput([Problem("subject", sentence)])
    identity = session.scalars(
        select(Identity).where(Identity.issuer == issuer, Identity.subject == subject).with_for_update()
    ).one_or_none()
    if identity is None:
        identity = Identity(issuer=issuer, subject=subject, added_at=at)
        session.add(identity)
    elif identity.person is not None:
        raise InvalidInput(
            [Problem("subject", f"This is {identity.person.name} already. Remove it there first")]
        )
    identity.person = person
    session.flush()
    _record(session, "connected to single sign-on", person, by=by, at=at, after=_shown(identity))
    return identity


def disconnect(session: Session, identity: Identity, *, by: Person, at: datetime) -> None:
    """Whoever signs on with it is nobody here; the person is signed out wherever they are."""
    person = identity.person
    if person is None:
        raise TransitionNotAllowed("It is connected to nobody.")
    shown = _shown(identity)
    session.delete(identity)
    end_sessions_of(session, person, at=at)
    session.flush()
    _record(session, "disconnected from single sign-on", person, by=by, at=at, before=shown)


def forget_who_asked(session: Session, identity: Identity, *, by: Person, at: datetime) -> None:
    """They may come and ask again. Raises TransitionNotAllowed for somebody who was let in meanwhile."""
    if identity.person is not None:
        raise TransitionNotAllowed(f"This is {identity.person.name} by now.")
    shown = _shown(identity)
    session.delete(identity)
    session.flush()
    record(session, "took off who asked to be let in", by=by, at=at, subject="single sign-on", before=shown)


def _shown(identity: Identity) -> dict[str, Any]:
    return {"issuer": identity.issuer, "subject": identity.subject}


def _record(
    session: Session,
    action: str,
    person: Person,
    *,
    by: Person,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(session, action, by=by, at=at, subject="person", subject_id=person.id, before=before, after=after)
    session.flush()
