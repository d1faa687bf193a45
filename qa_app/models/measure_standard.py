"""What a measure is held against: comparators, targets and thresholds, each with the time it holds from."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.domain.measures import ComparatorKind
from qa_app.models.base import Base, Word


class MeasureComparator(Base):
    """What others reached in a year of their own, which is often older."""

    __tablename__ = "measure_comparator"
    __table_args__ = (UniqueConstraint("measure_id", "kind", "starting_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    kind: Mapped[ComparatorKind] = mapped_column(Word(ComparatorKind))
    starting_year: Mapped[int]
    """2012 for the reporting year 2012-13."""
    value: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(300), default="")


class MeasureTarget(Base):
    """A value or a range to reach, from a month on; no value: from then on there is no target."""

    __tablename__ = "measure_target"
    __table_args__ = (UniqueConstraint("measure_id", "holds_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    holds_from: Mapped[int]
    """The first month, 201604; 0: whatever is older too."""
    low: Mapped[str | None] = mapped_column(String(40))
    high: Mapped[str | None] = mapped_column(String(40))
    tolerance: Mapped[str | None] = mapped_column(String(40))


class MeasureThreshold(Base):
    """Bands as printed, from a month on; all blank: from then on there are none."""

    __tablename__ = "measure_threshold"
    __table_args__ = (UniqueConstraint("measure_id", "holds_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    holds_from: Mapped[int]
    """The first month, 201604; 0: whatever is older too."""
    requires_improvement: Mapped[str] = mapped_column(String(40), default="")
    good: Mapped[str] = mapped_column(String(40), default="")
    outstanding: Mapped[str] = mapped_column(String(40), default="")
