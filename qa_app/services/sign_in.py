"""Signing in with a password."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import Person
from qa_app.services.guesses import account_of, take_back
from qa_app.services.passwords import is_password_of


def sign_in(session: Session, email: str, password: str, *, guess: int) -> Person | None:
    """The person whose e-mail address and password these are, or None; `guess` is claimed and committed."""
    person = session.scalars(select(Person).where(Person.email == account_of(email))).one_or_none()
    if not is_password_of(person, password) or person is None:
        return None
    take_back(session, guess)
    return person
