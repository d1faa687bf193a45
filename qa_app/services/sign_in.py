"""Signing in, with guesses throttled."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotPermitted
from qa_app.models import Person, SignInAttempt
from qa_app.services.passwords import is_password_of
from qa_app.services.trail import record

GUESSES = 10
WINDOW = timedelta(minutes=5)


class TooManyGuesses(NotPermitted):
    pass


def sign_in(session: Session, email: str, password: str, *, address: str, at: datetime) -> Person | None:
    """The person whose e-mail address and password these are, or None.

    Raises TooManyGuesses after ten wrong ones in five minutes for the address or the account,
    right or wrong, known or not, so that neither answer nor time tells who exists.
    """
    email = email.strip().lower()
    if _recent_guesses(session, email, address, since=at - WINDOW) >= GUESSES:
        raise TooManyGuesses("There were too many attempts. Wait five minutes, then try again.")
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if not is_password_of(person, password) or person is None:
        session.add(SignInAttempt(email=email[:254], address=address, attempted_at=at))
        session.flush()
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.attempted_at < at - WINDOW))
    record(session, "signed in", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()
    return person


def _recent_guesses(session: Session, email: str, address: str, *, since: datetime) -> int:
    same = or_(SignInAttempt.email == email, SignInAttempt.address == address)
    by_email = func.count().filter(SignInAttempt.email == email)
    by_address = func.count().filter(SignInAttempt.address == address)
    counts = session.execute(
        select(by_email, by_address)
        .select_from(SignInAttempt)
        .where(same, SignInAttempt.attempted_at > since)
    ).one()
    return max(counts)
