from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime
from qa_app.models.person import Person


class TrailEntry(Base):
    """Who did what, when, from where, to what; only ever added, as the database itself sees to.

    Never holds case text. `before`, `after`, `address` and `salt` can be emptied together, and nothing else
    changed, when what they say of a person has to be erased.
    """

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
    is_look: Mapped[bool] = mapped_column(default=False)
    """Case text was read; nothing was changed."""
    address: Mapped[str | None] = mapped_column(String(45))
    """The network address it was done from; None: on the server itself, or erased."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    salt: Mapped[str | None] = mapped_column(String(32))
    """Hashed with what the entry says of people; None once that was erased, so that nobody can try words."""

    person: Mapped[Person | None] = relationship()
