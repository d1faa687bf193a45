from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.domain.sampling import ChosenBecause
from qa_app.models.audit import Audit
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class ModerationOutcome(StrEnum):
    AGREED = "agreed"
    REVISED = "revised"


class Moderation(Base):
    """A moderator's reading of one finished audit; a second one may be asked for later."""

    __tablename__ = "moderation"
    __table_args__ = (
        # One moderator has an audit at a time.
        Index(
            "uq_moderation_open",
            "audit_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL AND given_back_at IS NULL"),
            postgresql_where=text("finished_at IS NULL AND given_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id", ondelete="CASCADE"), index=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chosen_because: Mapped[ChosenBecause] = mapped_column(Word(ChosenBecause))
    blind: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the moderator has typed so far (`qa_app.domain.moderation_draft`); empty once it is finished."""
    version: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[ModerationOutcome | None] = mapped_column(Word(ModerationOutcome))
    comment_on_practice: Mapped[str] = mapped_column(default="")
    comment_on_audit_quality: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Back in the queue; the draft is kept, should the same moderator take the audit again."""

    audit: Mapped[Audit] = relationship()
    moderator: Mapped[Person] = relationship()
    revisions: Mapped[list["Revision"]] = relationship(order_by="Revision.id", back_populates="moderation")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Taken from the queue, and neither finished nor given back."""
        return self.finished_at is None and self.given_back_at is None


class Revision(Base):
    """One judgement revised in moderation; only ever added."""

    __tablename__ = "revision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["audit_id", "question_id"], ["judgement.audit_id", "judgement.question_id"], ondelete="CASCADE"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    moderation_id: Mapped[int] = mapped_column(ForeignKey("moderation.id", ondelete="CASCADE"), index=True)
    audit_id: Mapped[int]
    question_id: Mapped[int]
    from_value: Mapped[int] = mapped_column(SmallInteger)
    to_value: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str]
    revised_at: Mapped[datetime] = mapped_column(UtcDateTime)

    moderation: Mapped[Moderation] = relationship(back_populates="revisions")
