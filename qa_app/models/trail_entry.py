from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime
from qa_app.models.person import Person


class TrailEntry(Base):
    """Who did what, when, to what; only ever added. Never holds case text."""

    __tablename__ = "trail_entry"
    __table_args__ = (
        Index("ix_trail_entry_subject", "subject", "subject_id"),
        Index("ix_trail_entry_person", "person_id", "happened_at"),
        Index("ix_trail_entry_action", "action", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: a command on the server itself."""
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    person: Mapped[Person | None] = relationship()
