from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime
from qa_app.models.person import Person


class Commentary(Base):
    """What is said of a measure in one period, and what will be done. A later one takes its place, and
    the old one is kept."""

    __tablename__ = "commentary"
    __table_args__ = (
        UniqueConstraint("measure_id", "period", "number"),
        Index(
            "uq_commentary_current",
            "measure_id",
            "period",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        CheckConstraint("status BETWEEN 1 AND 3", name="status_is_one_of_three"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    period: Mapped[str] = mapped_column(String(12))
    number: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    text: Mapped[str] = mapped_column(default="")
    analysis: Mapped[str] = mapped_column(default="")
    """What the figures show, for an indicator that is reported in detail."""
    action: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    """1 (best) to 3, where a person sets it; None where it is computed or not set."""
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    written_by: Mapped[Person | None] = relationship()
