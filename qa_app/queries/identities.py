"""Who people are at the council's own sign-on."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import Identity, Person


def identities_of(session: Session, person: Person) -> Sequence[Identity]:
    return session.scalars(
        select(Identity).where(Identity.person_id == person.id).order_by(Identity.added_at, Identity.id)
    ).all()


def asked_to_be_let_in(session: Session) -> Sequence[Identity]:
    """Who came and is nobody here yet: the latest first."""
    return session.scalars(
        select(Identity)
        .where(Identity.person_id.is_(None))
        .order_by(Identity.came_at.desc(), Identity.id.desc())
    ).all()


def find_identity(session: Session, identity_id: int) -> Identity:
    """Raises NoResultFound."""
    return session.scalars(select(Identity).where(Identity.id == identity_id)).one()
