from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class ErasureGround(StrEnum):
    COURT_ORDER = "court order"
    REQUEST_UPHELD = "request upheld"
    RECORDED_IN_ERROR = "recorded in error"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            ErasureGround.COURT_ORDER: "A court ordered it",
            ErasureGround.REQUEST_UPHELD: "A request to erase was upheld",
            ErasureGround.RECORDED_IN_ERROR: "It should never have been recorded here",
            ErasureGround.OTHER: "Another reason",
        }[self]


class Erasure(Base):
    """All case text about one case, to be removed before its time: one person proposes it, another agrees.

    Once it is done, neither the case references nor the words of the reason are left.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="takes_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_references: Mapped[list[str]] = mapped_column(JSON)
    """The case reference, and each other way of writing it that is about the same case."""
    ground: Mapped[ErasureGround] = mapped_column(Word(ErasureGround))
    reason: Mapped[str] = mapped_column(String(1000))
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
