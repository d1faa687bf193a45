"""One's own tokens."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import FeedToken, Person


def tokens_of(session: Session, person: Person) -> Sequence[FeedToken]:
    """The newest first, also those that are good no more."""
    return session.scalars(
        select(FeedToken)
        .where(FeedToken.person_id == person.id)
        .order_by(FeedToken.made_at.desc(), FeedToken.id.desc())
    ).all()


def find_token(session: Session, token_id: int, *, owner: Person) -> FeedToken:
    """Raises NoResultFound, also for somebody else's."""
    return session.scalars(
        select(FeedToken).where(FeedToken.id == token_id, FeedToken.person_id == owner.id)
    ).one()
