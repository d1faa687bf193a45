from datetime import UTC, datetime
from itertools import count
from typing import Any

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import (
    ComparatorKind,
    Frequency,
    MeasureKind,
    MeasurePeriod,
    Printed,
    Unit,
    ValueStatus,
)
from qa_app.domain.periods import ReportingPeriod, parse_reporting_period
from qa_app.models import (
    Measure,
    MeasureComparator,
    MeasureDefinition,
    MeasureTarget,
    MeasureThreshold,
    MeasureValue,
)

AT = datetime(2016, 4, 1, tzinfo=UTC)

_numbers = count(1)


def a_measure(name: str | None = None, **named: Any) -> Measure:
    """A percentage, snapshot of each quarter, of which more is better, as it was defined at first."""
    number = next(_numbers)
    measure = Measure(
        **{
            "code": f"measure-{number}",
            "name": name or f"Measure {number}",
            "description": "",
            "kind": MeasureKind.ACTIVITY,
            "unit": Unit.PERCENT,
            "decimals": 0,
            "polarity": Polarity.HIGHER_IS_BETTER,
            "measure_period": MeasurePeriod.SNAPSHOT,
            "frequency": Frequency.QUARTER,
            "collected": Printed.YES,
            "carries_target": Printed.UNKNOWN,
            "carries_direction": Printed.UNKNOWN,
            "active": True,
            "created_at": AT,
        }
        | named
    )
    measure.definitions = [a_measure_definition(measure)]
    return measure


def a_measure_definition(measure: Measure, **named: Any) -> MeasureDefinition:
    """What the measure means now, as its first definition unless `number` and `holds_from` say otherwise."""
    meaning = {
        "description": measure.description,
        "unit": measure.unit.value,
        "measure_period": measure.measure_period.value,
        "audit_definition": measure.audit_definition,
    }
    return MeasureDefinition(
        **{"number": 1, "holds_from": 0, "meaning": meaning, "is_break": False, "changed_at": AT} | named
    )


def a_measure_value(
    measure: Measure,
    period: ReportingPeriod | str = "Q3 2016-17",
    value: str | None = None,
    *,
    numerator: str | None = None,
    denominator: str | None = None,
    **named: Any,
) -> MeasureValue:
    """A final value, 57 where no figure is given. The measure has been flushed, so that it has a number."""
    if isinstance(period, str):
        period = parse_reporting_period(period)
    if value is None and numerator is None and not named.get("is_not_applicable"):
        value = "57"
    return MeasureValue(
        **{
            "measure_id": measure.id,
            "period": period.key,
            "first_month": period.first_month,
            "last_month": period.last_month,
            "number": 1,
            "is_current": True,
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "is_not_applicable": False,
            "status": ValueStatus.FINAL,
            "entered_at": AT,
        }
        | named
    )


def a_threshold(
    measure: Measure,
    requires_improvement: str = "60-69",
    good: str = "70-79",
    outstanding: str = "80-100",
    *,
    holds_from: int = 0,
) -> MeasureThreshold:
    """Bands as printed, from the beginning; the measure has been flushed."""
    return MeasureThreshold(
        measure_id=measure.id,
        holds_from=holds_from,
        requires_improvement=requires_improvement,
        good=good,
        outstanding=outstanding,
    )


def a_target(
    measure: Measure,
    low: str | None = "85",
    high: str | None = None,
    *,
    tolerance: str | None = None,
    holds_from: int = 0,
) -> MeasureTarget:
    """A single value unless `high` makes it a range; the measure has been flushed."""
    return MeasureTarget(
        measure_id=measure.id, holds_from=holds_from, low=low, high=high or low, tolerance=tolerance
    )


def a_comparator(
    measure: Measure,
    kind: ComparatorKind = ComparatorKind.ENGLAND,
    *,
    starting_year: int = 2015,
    value: str = "60",
) -> MeasureComparator:
    """What others reached in a reporting year; the measure has been flushed."""
    return MeasureComparator(measure_id=measure.id, kind=kind, starting_year=starting_year, value=value)
