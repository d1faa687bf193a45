from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Printed, Unit
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class Measure(Base):
    """One line of the catalogue of measures, as it is defined now."""

    __tablename__ = "measure"
    __table_args__ = (CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_are_few"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(default="")
    guide: Mapped[str] = mapped_column(default="")
    """How to read it, for the person who looks at it: > looking to increase."""
    responsible_role: Mapped[str] = mapped_column(String(200), default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who is asked for a comment when it is an exception."""
    outcome: Mapped[str] = mapped_column(String(300), default="")
    """The outcome or theme that it belongs to."""
    objective: Mapped[str] = mapped_column(default="")
    kind: Mapped[MeasureKind] = mapped_column(Word(MeasureKind))
    unit: Mapped[Unit] = mapped_column(Word(Unit))
    decimals: Mapped[int] = mapped_column(SmallInteger, default=0)
    polarity: Mapped[Polarity] = mapped_column(Word(Polarity))
    measure_period: Mapped[MeasurePeriod] = mapped_column(Word(MeasurePeriod))
    frequency: Mapped[Frequency] = mapped_column(Word(Frequency))
    source: Mapped[str] = mapped_column(String(300), default="")
    collected: Mapped[Printed] = mapped_column(Word(Printed), default=Printed.YES)
    carries_target: Mapped[Printed] = mapped_column(Word(Printed), default=Printed.UNKNOWN)
    carries_direction: Mapped[Printed] = mapped_column(Word(Printed), default=Printed.UNKNOWN)
    audit_definition: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What an audit measure counts (`qa_app.domain.audit_measures`); None for every other kind."""
    library: Mapped[str] = mapped_column(String(60), default="")
    """The library and line that it was adopted from: > worcestershire/12."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    responsible: Mapped[Person | None] = relationship()
    definitions: Mapped[list["MeasureDefinition"]] = relationship(
        order_by="MeasureDefinition.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class MeasureDefinition(Base):
    """What a measure meant from a period on; only ever added. A later one breaks the series."""

    __tablename__ = "measure_definition"
    __table_args__ = (UniqueConstraint("measure_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    number: Mapped[int]
    holds_from: Mapped[int]
    """The first month, 201604; 0 for the first definition, which holds for whatever is older."""
    meaning: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Description, unit, measure period and audit definition, as they were."""
    is_break: Mapped[bool] = mapped_column(default=False)
    """False where only words were put right, so that the figures before and after can be compared."""
    reason: Mapped[str] = mapped_column(default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    changed_by: Mapped[Person | None] = relationship()
