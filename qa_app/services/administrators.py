"""Somebody can always let people in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.models import Person, PersonRole


def why_administrator_must_stay(session: Session, person: Person, *, by: Person | None) -> str | None:
    """A sentence, when this person may not stop being an administrator who can sign in; None when they may.

    The rows of all administrators stay locked until the transaction ends, so that two of them
    cannot each remove the other at once.
    """
    if Role.ADMINISTRATOR not in person.roles or not person.may_sign_in:
        return None
    if by is not None and by.id == person.id:
        return "You cannot give up your own administration. Ask another administrator"
    administrators = session.scalars(
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.ADMINISTRATOR, Person.may_sign_in)
        .order_by(Person.id)
        .with_for_update()
    ).all()
    if set(administrators) <= {person.id}:
        return "There must be an administrator who can sign in. Make somebody else one first"
    return None
