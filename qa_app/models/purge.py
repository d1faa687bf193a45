from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime
from qa_app.models.person import Person


class Purge(Base):
    """Audits whose time is up: one person proposes to remove their case text, another agrees."""

    __tablename__ = "purge"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="takes_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    """The day on which their time had to be up."""
    audits: Mapped[list[list[int]]] = mapped_column(JSON)
    """The audits that were listed: the number of each, and its version, which counts its saves."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Agreed or refused by another, or (without `decided_by`) withdrawn by whoever proposed it."""
    was_agreed: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """How much of what was removed: counts only."""

    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
