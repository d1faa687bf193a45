"""What the database already has of the measures and values in a file."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.directions import Polarity
from qa_app.domain.measure_values import CheckedValue
from qa_app.domain.measures import ComparatorKind, Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import ReportingPeriod
from qa_app.models import (
    Commentary,
    ImportBatch,
    Measure,
    MeasureComparator,
    MeasureThreshold,
    MeasureValue,
)
from qa_app.queries.kept_values import kept_value

AT_ONCE = 500


@dataclass(frozen=True)
class KnownMeasure:
    """A measure of the catalogue, as much of it as a file is checked against."""

    id: int
    code: str
    name: str
    kind: MeasureKind
    unit: Unit
    decimals: int
    frequency: Frequency
    measure_period: MeasurePeriod
    polarity: Polarity


@dataclass(frozen=True)
class LoadedValue:
    """The newest value of a measure in a period. `value` is None where it was taken out again, `file_name`
    where somebody entered it by hand."""

    id: int
    number: int
    value: CheckedValue | None
    file_name: str | None


def known_measures(session: Session) -> list[KnownMeasure]:
    """All there are, in use or not."""
    columns = (
        *(Measure.id, Measure.code, Measure.name, Measure.kind, Measure.unit, Measure.decimals),
        *(Measure.frequency, Measure.measure_period, Measure.polarity),
    )
    return [KnownMeasure(*row) for row in session.execute(select(*columns).order_by(Measure.id))]


def loaded_values(session: Session, measure_ids: Collection[int]) -> dict[tuple[int, str], LoadedValue]:
    """By measure and period key."""
    ids = sorted(measure_ids)
    found: dict[tuple[int, str], LoadedValue] = {}
    for start in range(0, len(ids), AT_ONCE):
        statement = (
            select(MeasureValue, ImportBatch.file_name)
            .outerjoin(ImportBatch, ImportBatch.id == MeasureValue.batch_id)
            .where(MeasureValue.measure_id.in_(ids[start : start + AT_ONCE]))
            .order_by(MeasureValue.number)
        )
        for row, file_name in session.execute(statement):
            value = kept_value(row) if row.is_current else None
            found[row.measure_id, row.period] = LoadedValue(row.id, row.number, value, file_name)
    return found


@dataclass(frozen=True)
class LoadedExtras:
    """What measures are held against and what is said of them, all by the row number of the measure."""

    bands: Mapping[int, list[tuple[int, tuple[str, str, str]]]]
    """Newest first: the month from which they hold, and as printed from Requires Improvement on."""
    comparators: Mapping[tuple[int, ComparatorKind, int], str]
    """By measure, kind and the year in which the reporting year begins."""
    comments: Mapping[int, Commentary]
    """Those that hold for the period that was asked for."""


def loaded_extras(session: Session, measure_ids: Collection[int], period: ReportingPeriod) -> LoadedExtras:
    ids = sorted(measure_ids)
    bands: dict[int, list[tuple[int, tuple[str, str, str]]]] = defaultdict(list)
    comparators: dict[tuple[int, ComparatorKind, int], str] = {}
    comments: dict[int, Commentary] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for row in session.scalars(
            select(MeasureThreshold)
            .where(MeasureThreshold.measure_id.in_(some))
            .order_by(MeasureThreshold.holds_from.desc())
        ):
            printed = (row.requires_improvement, row.good, row.outstanding)
            bands[row.measure_id].append((row.holds_from, printed))
        for other in session.scalars(select(MeasureComparator).where(MeasureComparator.measure_id.in_(some))):
            comparators[other.measure_id, other.kind, other.starting_year] = other.value
        said = (Commentary.measure_id.in_(some), Commentary.period == period.key, Commentary.is_current)
        for comment in session.scalars(select(Commentary).where(*said)):
            comments[comment.measure_id] = comment
    return LoadedExtras(bands, comparators, comments)
