"""Every value that a measure ever had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.measure_values import CheckedValue
from qa_app.domain.periods import ReportingPeriod, parse_reporting_period, year_of
from qa_app.models import ImportBatch, Measure, MeasureValue, Person
from qa_app.queries.kept_values import children_by_year, kept_value


@dataclass(frozen=True)
class PastValue:
    """One value; `person` and `file_name` are None where nobody signed in, or no file, brought it."""

    period: ReportingPeriod
    number: int
    value: CheckedValue
    holds: bool
    was_replaced: bool
    """Whether a later one took its place; one that neither holds nor was replaced was taken out."""
    children: int | None
    entered_at: datetime
    person: str | None
    file_name: str | None


def value_history(session: Session, measure: Measure) -> Sequence[PastValue]:
    """The newest period first, and of each period the newest value first."""
    newest = func.max(MeasureValue.number).over(partition_by=MeasureValue.period)
    statement = (
        select(MeasureValue, newest, Person.name, ImportBatch.file_name)
        .outerjoin(Person, Person.id == MeasureValue.entered_by_id)
        .outerjoin(ImportBatch, ImportBatch.id == MeasureValue.batch_id)
        .where(MeasureValue.measure_id == measure.id)
        .order_by(MeasureValue.last_month.desc(), MeasureValue.period, MeasureValue.number.desc())
    )
    children = children_by_year(session)
    found = []
    for row, highest, person, file_name in session.execute(statement):
        period = parse_reporting_period(row.period)
        found.append(
            PastValue(
                period=period,
                number=row.number,
                value=kept_value(row),
                holds=row.is_current,
                was_replaced=row.number < highest,
                children=children.get(year_of(period).starting_year),
                entered_at=row.entered_at,
                person=person,
                file_name=file_name,
            )
        )
    return found
