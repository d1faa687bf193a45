"""Writing many values of measures at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict
from qa_app.domain.measure_values import CheckedValue
from qa_app.domain.periods import ReportingPeriod
from qa_app.models import ImportBatch, MeasureValue, Person
from qa_app.queries.import_values import LoadedValue

AT_ONCE = 500


@dataclass(frozen=True)
class PlannedValue:
    """A value to be written, of the measure with this key in the file; `loaded` is what is there of it."""

    key: str
    period: ReportingPeriod
    value: CheckedValue
    loaded: LoadedValue | None

    @property
    def is_revision(self) -> bool:
        return self.loaded is not None and self.loaded.value is not None


def write_planned(
    session: Session,
    values: Sequence[PlannedValue],
    ids: Mapping[str, int],
    batch: ImportBatch,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Each in the place of the one that is there, which is kept. Raises Conflict when that is gone."""
    replaced = [planned.loaded.id for planned in values if planned.loaded and planned.is_revision]
    for start in range(0, len(replaced), AT_ONCE):
        some = replaced[start : start + AT_ONCE]
        done = session.execute(
            update(MeasureValue)
            .where(MeasureValue.id.in_(some), MeasureValue.is_current)
            .values(is_current=False)
            .execution_options(synchronize_session="fetch")
        )
        if done.rowcount != len(some):  # type: ignore[attr-defined]  # an UPDATE has one
            raise Conflict(
                "Somebody else changed some of these values at the same moment, so nothing was added."
                " Check the file again."
            )
    table = MeasureValue.__table__
    assert isinstance(table, Table)  # noqa: S101  # for the type checker
    session.execute(insert(table), [_row(each, ids[each.key], batch, by=by, at=at) for each in values])


def _row(
    planned: PlannedValue, measure_id: int, batch: ImportBatch, *, by: Person | None, at: datetime
) -> dict[str, Any]:
    value, period = planned.value, planned.period
    texts = value.as_typed()
    return {
        "measure_id": measure_id,
        "period": period.key,
        "first_month": period.first_month,
        "last_month": period.last_month,
        "number": planned.loaded.number + 1 if planned.loaded else 1,
        "is_current": True,
        "numerator": texts.numerator or None,
        "denominator": texts.denominator or None,
        "value": None if value.value is None else texts.value,
        "is_not_applicable": value.is_not_applicable,
        "status": value.status,
        "reason": value.reason,
        "source": value.source or batch.file_name,
        "batch_id": batch.id,
        "entered_by_id": by.id if by else None,
        "entered_at": at,
    }
