"""What was entered for measures, and set, said or decided of them, since a moment."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.happenings import EnteredValue, Event
from qa_app.models import MeasureValue, TrailEntry

MOST = 2_000


def values_entered(
    session: Session, since: datetime, measure_ids: Collection[int], *, first_month: int, last_month: int
) -> Sequence[EnteredValue]:
    """About any of these months, the oldest first; also those that no longer hold."""
    statement = (
        select(
            MeasureValue.measure_id,
            MeasureValue.first_month,
            MeasureValue.last_month,
            MeasureValue.number,
            MeasureValue.reason,
            MeasureValue.entered_at,
        )
        .where(
            MeasureValue.measure_id.in_(sorted(measure_ids)),
            MeasureValue.entered_at > since,
            MeasureValue.first_month <= last_month,
            MeasureValue.last_month >= first_month,
        )
        .order_by(MeasureValue.entered_at, MeasureValue.id)
        .limit(MOST)
    )
    return [EnteredValue(*row) for row in session.execute(statement)]


def events(
    session: Session, since: datetime, *, measure_ids: Collection[int], scorecard_id: int | None
) -> Sequence[Event]:
    """Of these measures, of the scorecard and of what all figures rest on; the oldest first."""
    about = [
        TrailEntry.subject.in_(("child population", "import")),
        (TrailEntry.subject == "measure") & TrailEntry.subject_id.in_(sorted(measure_ids)),
        (TrailEntry.subject == "scorecard") & (TrailEntry.subject_id == scorecard_id),
    ]
    statement = (
        select(
            TrailEntry.subject,
            TrailEntry.subject_id,
            TrailEntry.action,
            TrailEntry.happened_at,
            TrailEntry.before,
            TrailEntry.after,
        )
        .where(TrailEntry.happened_at > since, or_(*about))
        .order_by(TrailEntry.happened_at, TrailEntry.id)
        .limit(MOST)
    )
    found = []
    for subject, subject_id, action, happened_at, before, after in session.execute(statement):
        told = {**(before or {}), **(after or {})}
        found.append(
            Event(subject, subject_id, action, happened_at, str(told.get("period", "")), told.get("year"))
        )
    return found
