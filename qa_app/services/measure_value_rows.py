"""How a value of a measure is kept: the rows, and their entries in the trail."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.measure_values import CheckedValue
from qa_app.domain.periods import ReportingPeriod
from qa_app.models import Measure, MeasureValue, Person
from qa_app.queries.kept_values import kept_value
from qa_app.services.trail import record


def write_value(
    session: Session,
    measure: Measure,
    period: ReportingPeriod,
    checked: CheckedValue,
    current: MeasureValue | None,
    *,
    number: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Puts a value in the place of the current one, which is kept."""
    if current is not None:
        current.is_current = False
        session.flush()  # before there is another, because the database allows one
    session.add(value_row(measure.id, period, checked, number=number, by=by, at=at))
    record(
        session,
        "revised value" if current else "entered value",
        by=by,
        at=at,
        subject="measure",
        subject_id=measure.id,
        before=_facts(kept_value(current)) if current else None,
        after={"measure": measure.name, "period": str(period), **_facts(checked)},
    )


def value_row(
    measure_id: int,
    period: ReportingPeriod,
    checked: CheckedValue,
    *,
    number: int,
    by: Person | None,
    at: datetime,
    batch_id: int | None = None,
) -> MeasureValue:
    """A value as it is kept, as the one that holds."""
    texts = checked.as_typed()
    return MeasureValue(
        measure_id=measure_id,
        period=period.key,
        first_month=period.first_month,
        last_month=period.last_month,
        number=number,
        is_current=True,
        numerator=texts.numerator or None,
        denominator=texts.denominator or None,
        value=None if checked.value is None else texts.value,
        is_not_applicable=checked.is_not_applicable,
        status=checked.status,
        reason=checked.reason,
        source=checked.source,
        batch_id=batch_id,
        entered_by_id=by.id if by else None,
        entered_at=at,
    )


def withdraw_value(
    session: Session,
    measure: Measure,
    period: ReportingPeriod,
    current: MeasureValue,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """No value holds any more; the one that did is kept."""
    current.is_current = False
    record(
        session,
        "took out value",
        by=by,
        at=at,
        subject="measure",
        subject_id=measure.id,
        before={"measure": measure.name, "period": str(period), **_facts(kept_value(current))},
    )


def _facts(checked: CheckedValue) -> dict[str, str]:
    """> {"value": "57", "status": "final"}; never the reason, which is free text"""
    texts = checked.as_typed()
    facts = {
        "numerator": texts.numerator,
        "denominator": texts.denominator,
        "value": texts.value,
        "status": texts.status,
    }
    return {name: text for name, text in facts.items() if text}
