"""Signing in with a password."""

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from qa_app.models import Person
from qa_app.services.guesses import account_of
from qa_app.services.passwords import is_password_of

# Of somebody who is known no more is read than of somebody who is not, so that time tells nothing.
_WITHOUT_MORE = select(Person).options(lazyload(Person._roles), lazyload(Person.service_areas))


def whose_password(session: Session, email: str, password: str) -> Person | None:
    """The person whose e-mail address and password these are, or None; a guess is claimed before."""
    person = session.scalars(_WITHOUT_MORE.where(Person.email == account_of(email))).one_or_none()
    return person if is_password_of(person, password) else None


def is_still_password(session: Session, person: Person, stored: str | None) -> bool:
    """Whether this hash, with which a password was compared, is still theirs; until the commit it stays so.

    Otherwise who signs in with the old password while it is changed would begin a session that the change,
    which ends all sessions, no longer meets.
    """
    kept = select(Person.password_hash).where(Person.id == person.id, Person.may_sign_in)
    return stored is not None and session.scalar(kept.with_for_update(read=True)) == stored
