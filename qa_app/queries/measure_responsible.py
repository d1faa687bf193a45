"""Who can be asked for a comment on a measure."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.roles import ALLOWED, Permission
from qa_app.models import Person, PersonRole


def people_to_ask(session: Session, *, besides: int | None = None) -> Sequence[Person]:
    """Who may sign in and read scorecards, by name; and the person with the row number `besides`."""
    roles = [role for role, permissions in ALLOWED.items() if Permission.READ_SCORECARDS in permissions]
    readers = select(PersonRole.person_id).where(PersonRole.role.in_(roles))
    return session.scalars(
        select(Person)
        .where(or_(and_(Person.may_sign_in, Person.id.in_(readers)), Person.id == besides))
        .order_by(func.lower(Person.name), Person.id)
    ).all()
