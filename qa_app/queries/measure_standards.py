"""What measures are held against in some periods: thresholds, targets and comparators."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bands import Bands, parse_bands
from qa_app.domain.measures import ComparatorKind
from qa_app.domain.periods import ReportingPeriod, Year, year_of
from qa_app.domain.scorecard import Comparator, MeasureFacts, Standards
from qa_app.domain.targets import Target
from qa_app.models import MeasureComparator, MeasureTarget, MeasureThreshold

HeldT = TypeVar("HeldT", Bands, Target)

_KINDS = tuple(ComparatorKind)

# By measure, newest first: the month from which it holds, and what holds then; None: nothing.
Dated = dict[int, list[tuple[int, HeldT | None]]]


def standards_of(
    session: Session, measures: Sequence[MeasureFacts], periods: Sequence[ReportingPeriod]
) -> dict[int, Standards]:
    """What every measure is held against in every period, by the measure's row number; three statements.

    What is in force on the first day of a period judges all of it: whoever is judged by it knew it from
    the start, and a later change leaves the periods before it as they were. Comparators are the newest of
    their kind that are not of a later year than the last period.
    """
    ids = [measure.id for measure in measures]
    if not ids or not periods:
        return {number: Standards() for number in ids}
    last = max(periods, key=lambda period: period.last_month)
    began = max(period.first_month for period in periods)
    bands, targets = _bands(session, ids, began), _targets(session, ids, began)
    comparators = _comparators(session, ids, year_of(last))
    return {
        number: Standards(
            bands=_in_force(bands[number], periods),
            targets=_in_force(targets[number], periods),
            comparators=tuple(sorted(comparators[number], key=lambda found: _KINDS.index(found.kind))),
        )
        for number in ids
    }


def _in_force(
    dated: list[tuple[int, HeldT | None]], periods: Iterable[ReportingPeriod]
) -> dict[ReportingPeriod, HeldT]:
    held = {}
    for period in periods:
        found = next((what for holds_from, what in dated if holds_from <= period.first_month), None)
        if found is not None:
            held[period] = found
    return held


def _bands(session: Session, ids: Sequence[int], began: int) -> Dated[Bands]:
    rows = session.execute(
        select(
            MeasureThreshold.measure_id,
            MeasureThreshold.holds_from,
            MeasureThreshold.requires_improvement,
            MeasureThreshold.good,
            MeasureThreshold.outstanding,
        )
        .where(MeasureThreshold.measure_id.in_(ids), MeasureThreshold.holds_from <= began)
        .order_by(MeasureThreshold.measure_id, MeasureThreshold.holds_from.desc())
    )
    dated: Dated[Bands] = defaultdict(list)
    for measure_id, holds_from, *printed in rows:
        dated[measure_id].append((holds_from, _read_bands(*printed)))
    return dated


@lru_cache(maxsize=1024)
def _read_bands(requires_improvement: str, good: str, outstanding: str) -> Bands | None:
    """Kept, because the measures of a scorecard mostly share their bands."""
    return parse_bands(requires_improvement, good, outstanding)


def _targets(session: Session, ids: Sequence[int], began: int) -> Dated[Target]:
    rows = session.execute(
        select(
            MeasureTarget.measure_id,
            MeasureTarget.holds_from,
            MeasureTarget.low,
            MeasureTarget.high,
            MeasureTarget.tolerance,
        )
        .where(MeasureTarget.measure_id.in_(ids), MeasureTarget.holds_from <= began)
        .order_by(MeasureTarget.measure_id, MeasureTarget.holds_from.desc())
    )
    dated: Dated[Target] = defaultdict(list)
    for measure_id, holds_from, *kept in rows:
        dated[measure_id].append((holds_from, read_target(*kept)))
    return dated


def read_target(low: str | None, high: str | None, tolerance: str | None) -> Target | None:
    """A target as it is kept; None where it says that there is none."""
    if low is None:
        return None
    return Target(Decimal(low), Decimal(high or low), Decimal(tolerance or 0))


def _comparators(session: Session, ids: Sequence[int], newest: Year) -> dict[int, list[Comparator]]:
    rows = session.execute(
        select(
            MeasureComparator.measure_id,
            MeasureComparator.kind,
            MeasureComparator.starting_year,
            MeasureComparator.value,
        )
        .where(MeasureComparator.measure_id.in_(ids), MeasureComparator.starting_year <= newest.starting_year)
        .order_by(
            MeasureComparator.measure_id, MeasureComparator.kind, MeasureComparator.starting_year.desc()
        )
    )
    found: dict[int, list[Comparator]] = defaultdict(list)
    for measure_id, kind, starting_year, value in rows:
        own = found[measure_id]
        if not own or own[-1].kind is not kind:
            own.append(Comparator(kind, Year(starting_year), Fraction(value)))
    return found
