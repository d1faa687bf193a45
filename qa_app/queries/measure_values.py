"""The values of measures that are entered or brought in, as they hold now."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.measures import Unit
from qa_app.domain.periods import ReportingPeriod, parse_reporting_period
from qa_app.domain.readings import Exact, Reading, computed_value
from qa_app.domain.scorecard import MeasureFacts
from qa_app.models import ChildPopulation, MeasureValue


def entered_readings(
    session: Session, measures: Sequence[MeasureFacts], *, first_month: int, last_month: int
) -> dict[int, dict[ReportingPeriod, Reading]]:
    """By measure, the readings of the periods that end in these months (201604 to 201612); one statement.

    A rate without a denominator is counted against the child population of its year. What was entered when
    the measure had another unit is no value in the one it has.
    """
    known = {measure.id: measure for measure in measures}
    if not known:
        return {}
    statement = (
        select(
            MeasureValue.measure_id,
            MeasureValue.period,
            MeasureValue.numerator,
            MeasureValue.denominator,
            MeasureValue.value,
            MeasureValue.is_not_applicable,
            MeasureValue.status,
            MeasureValue.reason,
            ChildPopulation.children,
        )
        .outerjoin(ChildPopulation, ChildPopulation.starting_year == (MeasureValue.last_month - 4) // 100)
        .where(
            MeasureValue.measure_id.in_(sorted(known)),
            MeasureValue.is_current,
            MeasureValue.last_month.between(first_month, last_month),
        )
    )
    found: dict[int, dict[ReportingPeriod, Reading]] = defaultdict(dict)
    for row in session.connection().execute(statement).all():
        measure, period = known[row.measure_id], _period(row.period)
        if measure.meaning_at(period).unit is not measure.unit:
            continue
        found[measure.id][period] = _reading(measure, period, row)
    return found


_period = lru_cache(maxsize=1_000)(parse_reporting_period)


def _reading(measure: MeasureFacts, period: ReportingPeriod, row: Row[*tuple[Any, ...]]) -> Reading:
    """The counts win over a value that was printed beside them."""
    counted, whole = _exact(row.numerator), _exact(row.denominator)
    if whole is None and measure.unit is Unit.RATE:
        whole = row.children
    known = computed_value(measure.unit, counted, whole)
    if known is None and row.value is not None:
        known = Fraction(row.value)
    return Reading(
        None if row.is_not_applicable else known,
        counted,
        whole,
        status=row.status,
        is_not_applicable=row.is_not_applicable,
        is_break=any(period.first_month <= month <= period.last_month for month in measure.breaks),
        reason=row.reason,
    )


def _exact(text: str | None) -> Exact | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else Fraction(text)
