"""Values of measures as they were entered, those that others took the place of among them."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.measure_values import CheckedValue
from qa_app.models import ChildPopulation, MeasureValue


def kept_value(row: MeasureValue) -> CheckedValue:
    """A row as the rules know it."""
    return CheckedValue(
        numerator=_number(row.numerator),
        denominator=_number(row.denominator),
        value=_number(row.value),
        is_not_applicable=row.is_not_applicable,
        status=row.status,
        reason=row.reason,
        source=row.source,
    )


def versions_in(
    session: Session, measure_ids: Collection[int], period_keys: Collection[str]
) -> dict[tuple[int, str], list[MeasureValue]]:
    """All values ever of these measures in these periods, oldest first, by measure and period; as they are
    now, whatever the session read before."""
    found: dict[tuple[int, str], list[MeasureValue]] = defaultdict(list)
    if not measure_ids or not period_keys:
        return found
    statement = (
        select(MeasureValue)
        .where(MeasureValue.measure_id.in_(measure_ids), MeasureValue.period.in_(period_keys))
        .order_by(MeasureValue.measure_id, MeasureValue.period, MeasureValue.number)
        .execution_options(populate_existing=True)
    )
    for row in session.scalars(statement):
        found[row.measure_id, row.period].append(row)
    return found


def current_of(versions: list[MeasureValue]) -> MeasureValue | None:
    """The one that holds, of all there were."""
    return next((row for row in versions if row.is_current), None)


def children_by_year(session: Session) -> dict[int, int]:
    """The child population, by the year in which the reporting year begins."""
    rows = session.execute(select(ChildPopulation.starting_year, ChildPopulation.children))
    return dict(rows.all())


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
