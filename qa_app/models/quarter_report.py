from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class ReportText(Base):
    """A block of the quarter's report, in plain Markdown. A later one takes its place; both are kept."""

    __tablename__ = "report_text"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "period", "block", "number"),
        Index(
            "uq_report_text_current",
            "scorecard_id",
            "period",
            "block",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    period: Mapped[str] = mapped_column(String(12))
    block: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    text: Mapped[str] = mapped_column(default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    written_by: Mapped[Person | None] = relationship()


class AuditFinding(Base):
    """What a month's audits found: its theme and cohort, and what they say of practice."""

    __tablename__ = "audit_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(unique=True)
    """201612"""
    theme: Mapped[str] = mapped_column(String(300), default="")
    cohort: Mapped[str] = mapped_column(default="")
    strengths: Mapped[str] = mapped_column(default="")
    areas_for_improvement: Mapped[str] = mapped_column(default="")
    observations: Mapped[str] = mapped_column(default="")
    """Of practice observed, not read in a file."""
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    written_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ReportState(StrEnum):
    DRAWING = "drawing"
    READY = "ready"
    FAILED = "failed"


class QuarterReport(Base):
    """A quarter's report that somebody asked for: drawn beside the page that waits for it."""

    __tablename__ = "quarter_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), index=True)
    period: Mapped[str] = mapped_column(String(12))
    state: Mapped[ReportState] = mapped_column(Word(ReportState))
    done: Mapped[int] = mapped_column(default=0)
    """Steps done of `total`; `step` says which is under way."""
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(100), default="")
    area_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """The only service areas whose audits it counts, as whoever asked for it sees them; None: all."""
    # Read only where they are wanted, and not by a page that waits for them.
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    xlsx: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    asked_by: Mapped[Person] = relationship()
