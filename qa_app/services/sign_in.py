"""Signing in with a password."""

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from qa_app.models import Person
from qa_app.services.guesses import account_of, take_back
from qa_app.services.passwords import is_password_of

# Of somebody who is known no more is read than of somebody who is not, so that time tells nothing.
_WITHOUT_MORE = select(Person).options(lazyload(Person._roles), lazyload(Person.service_areas))


def sign_in(session: Session, email: str, password: str, *, guess: int) -> Person | None:
    """The person whose e-mail address and password these are, or None; `guess` is claimed and committed."""
    person = session.scalars(_WITHOUT_MORE.where(Person.email == account_of(email))).one_or_none()
    if not is_password_of(person, password) or person is None:
        return None
    take_back(session, guess)
    return person
