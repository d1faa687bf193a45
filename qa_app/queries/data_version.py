"""Whether anything has changed since a page was last drawn."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from qa_app.models import TrailEntry


def data_version(session: Session) -> str:
    """Another text after every change that was committed; the same text only while nothing changed.

    SQLite has one writer at a time, so the newest change in its trail tells. PostgreSQL has many, whose
    entries may be committed out of order; its snapshot says exactly which transactions are seen.
    """
    if session.get_bind().dialect.name == "postgresql":
        return str(session.scalar(text("SELECT pg_current_snapshot()::text")))
    return str(session.scalar(select(func.max(TrailEntry.id)).where(~TrailEntry.is_look)))
