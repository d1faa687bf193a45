"""The values of measures that are entered or brought in, as they hold now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.measures import Unit
from qa_app.domain.periods import ReportingPeriod, parse_reporting_period
from qa_app.domain.readings import Reading, computed_value
from qa_app.domain.scorecard import MeasureFacts
from qa_app.models import ChildPopulation, MeasureValue


def entered_readings(
    session: Session, measures: Sequence[MeasureFacts], *, first_month: int, last_month: int
) -> dict[int, dict[ReportingPeriod, Reading]]:
    """By measure, the readings of the periods that end in these months (201604 to 201612); one statement.

    A rate without a denominator is counted against the child population of its year.
    """
    known = {measure.id: measure for measure in measures}
    if not known:
        return {}
    statement = (
        select(
            MeasureValue.measure_id,
            MeasureValue.period,
            MeasureValue.numerator,
            func.coalesce(MeasureValue.denominator, "").label("denominator"),
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
    for row in session.execute(statement):
        measure, period = known[row.measure_id], parse_reporting_period(row.period)
        denominator = row.denominator or (row.children if measure.unit is Unit.RATE else None)
        found[measure.id][period] = _with_break(
            measure,
            period,
            Reading(
                numerator=_exact(row.numerator),
                denominator=_exact(denominator),
                value=_exact(row.value),
                is_not_applicable=row.is_not_applicable,
                status=row.status,
                reason=row.reason,
            ),
        )
    return found


def _with_break(measure: MeasureFacts, period: ReportingPeriod, given: Reading) -> Reading:
    """The counts win over a value that was printed beside them."""
    computed = computed_value(measure.unit, given.numerator, given.denominator)
    value = given.value if computed is None else computed
    is_break = any(period.first_month <= month <= period.last_month for month in measure.breaks)
    return replace(given, value=None if given.is_not_applicable else value, is_break=is_break)


def _exact(text: str | int | None) -> Fraction | None:
    return None if text is None else Fraction(text)
