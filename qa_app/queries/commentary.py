"""What is said of measures: the latest of each period, and all that was said before."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scorecard import Comment
from qa_app.models import Commentary, Person


def comments_of(
    session: Session, measure_ids: Collection[int], periods: Collection[ReportingPeriod]
) -> dict[tuple[int, str], Comment]:
    """The comment that holds now of each measure and period that has one, by measure id and period key."""
    statement = _comments().where(
        Commentary.measure_id.in_(measure_ids),
        Commentary.period.in_([period.key for period in periods]),
        Commentary.is_current,
    )
    return {(row.measure_id, row.period): _comment(row, writer) for row, writer in session.execute(statement)}


def versions_of(session: Session, measure_id: int, period: ReportingPeriod) -> Sequence[Comment]:
    """Everything that was ever said of a measure in a period, the newest first."""
    statement = (
        _comments()
        .where(Commentary.measure_id == measure_id, Commentary.period == period.key)
        .order_by(Commentary.number.desc())
    )
    return [_comment(row, writer) for row, writer in session.execute(statement)]


def _comments() -> Select[Commentary, str]:
    return select(Commentary, Person.name).outerjoin(Person, Person.id == Commentary.written_by_id)


def _comment(row: Commentary, writer: str | None) -> Comment:
    return Comment(
        text=row.text,
        analysis=row.analysis,
        action=row.action,
        owner=row.owner,
        due_on=row.due_on,
        status=row.status,
        number=row.number,
        written_by=writer or "",
        written_at=row.written_at,
    )
