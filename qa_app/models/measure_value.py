from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.domain.measures import ValueStatus
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class MeasureValue(Base):
    """The value of a measure in one period. A later one takes its place, and the old one is kept.

    Numbers are decimals in text, as they were typed: 0.8 is not 0.80, and nothing is rounded on the way.
    """

    __tablename__ = "measure_value"
    __table_args__ = (
        UniqueConstraint("measure_id", "period", "number"),
        Index(
            "uq_measure_value_current",
            "measure_id",
            "period",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_measure_value_series", "measure_id", "is_current", "last_month"),
        CheckConstraint(
            "value IS NOT NULL OR numerator IS NOT NULL OR is_not_applicable", name="has_a_figure"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    period: Mapped[str] = mapped_column(String(12))
    """The key of a month, quarter or reporting year: 2016-12, 2016-17-Q3, 2016-17-Y."""
    first_month: Mapped[int]
    last_month: Mapped[int]
    number: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    numerator: Mapped[str | None] = mapped_column(String(40))
    denominator: Mapped[str | None] = mapped_column(String(40))
    value: Mapped[str | None] = mapped_column(String(40))
    """As given; None where it follows from the numerator and the denominator."""
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    """N/A: there was nothing to count, which is not the same as not known."""
    status: Mapped[ValueStatus] = mapped_column(Word(ValueStatus))
    reason: Mapped[str] = mapped_column(default="")
    """Why it was revised, or why it is above 100%."""
    source: Mapped[str] = mapped_column(String(300), default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    entered_by: Mapped[Person | None] = relationship()
