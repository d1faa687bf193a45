"""Signing in, with guesses throttled."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotPermitted
from qa_app.domain.free_text import clean_text
from qa_app.models import Guessed, Person, SignInAttempt
from qa_app.services.passwords import is_password_of
from qa_app.services.trail import record

WINDOW = timedelta(minutes=5)
GUESSES_AT_ACCOUNT = 10
GUESSES_FROM_ADDRESS = 100
"""More than at one account, because a whole council can come from one address."""


class TooManyGuesses(NotPermitted):
    pass


def sign_in(session: Session, email: str, password: str, *, address: str, at: datetime) -> Person | None:
    """The person whose e-mail address and password these are, or None.

    Raises TooManyGuesses after ten wrong ones in five minutes at the account, or a hundred from the
    network address, right or wrong, known or not, so that neither answer nor time tells who exists.
    """
    email = clean_text(email[:254]).strip().lower()
    _check_guesses(session, email, address, since=at - WINDOW)
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if not is_password_of(person, password) or person is None:
        session.add(SignInAttempt(guessed=Guessed.PASSWORD, email=email, address=address, attempted_at=at))
        session.flush()
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.attempted_at < at - WINDOW))
    record(session, "signed in", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()
    return person


def _check_guesses(session: Session, email: str, address: str, *, since: datetime) -> None:
    same = or_(SignInAttempt.email == email, SignInAttempt.address == address)
    at_account = func.count().filter(SignInAttempt.email == email)
    from_address = func.count().filter(SignInAttempt.address == address)
    account, network = session.execute(
        select(at_account, from_address)
        .select_from(SignInAttempt)
        .where(same, SignInAttempt.attempted_at > since)
    ).one()
    if account >= GUESSES_AT_ACCOUNT or network >= GUESSES_FROM_ADDRESS:
        raise TooManyGuesses("There were too many attempts. Wait five minutes, then try again.")
