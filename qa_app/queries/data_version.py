"""Whether anything has changed since a page was last drawn."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import TrailEntry, TrailSeal


def data_version(session: Session) -> str:
    """Another text after every change that was committed; the same text only while nothing changed.

    Every change is in the trail, whose chain grows in the order of the commits, so the place of the newest
    change tells which changes are seen. A look changes nothing.
    """
    newest = (
        select(TrailSeal.position)
        .join(TrailEntry, TrailEntry.id == TrailSeal.entry_id)
        .where(~TrailEntry.is_look)
        .order_by(TrailSeal.position.desc())
        .limit(1)
    )
    return str(session.scalar(newest))
