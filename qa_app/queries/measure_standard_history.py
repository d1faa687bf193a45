"""Everything a measure was ever held against, for those who set it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import Measure, MeasureComparator, MeasureTarget, MeasureThreshold

StandardT = TypeVar("StandardT", MeasureThreshold, MeasureTarget, MeasureComparator)


@dataclass(frozen=True)
class StandardHistory:
    """Newest first."""

    thresholds: Sequence[MeasureThreshold]
    targets: Sequence[MeasureTarget]
    comparators: Sequence[MeasureComparator]


def standard_history(session: Session, measure: Measure) -> StandardHistory:
    return StandardHistory(
        thresholds=session.scalars(
            select(MeasureThreshold)
            .where(MeasureThreshold.measure_id == measure.id)
            .order_by(MeasureThreshold.holds_from.desc())
        ).all(),
        targets=session.scalars(
            select(MeasureTarget)
            .where(MeasureTarget.measure_id == measure.id)
            .order_by(MeasureTarget.holds_from.desc())
        ).all(),
        comparators=session.scalars(
            select(MeasureComparator)
            .where(MeasureComparator.measure_id == measure.id)
            .order_by(MeasureComparator.starting_year.desc(), MeasureComparator.kind)
        ).all(),
    )


def find_standard(session: Session, kind: type[StandardT], measure: Measure, row_id: int) -> StandardT:
    """Raises NoResultFound, also for that of another measure."""
    return session.scalars(select(kind).where(kind.id == row_id, kind.measure_id == measure.id)).one()
