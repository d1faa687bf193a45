"""Writing what a file of values says of its measures besides their values."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.periods import ReportingPeriod, Year
from qa_app.models import Commentary, ImportBatch, Measure, Person
from qa_app.services.importing_value_extras import Extras, PlannedComment
from qa_app.services.measure_standards import set_comparator, set_threshold
from qa_app.services.trail import record


def add_extras(
    session: Session,
    extras: Extras,
    ids: Mapping[str, int],
    batch: ImportBatch,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Only for what was planned without problems, in this transaction. Raises Conflict."""
    for planned in extras.bands:
        requires_improvement, good, outstanding = planned.printed
        set_threshold(
            session,
            session.get_one(Measure, ids[planned.key]),
            requires_improvement=requires_improvement,
            good=good,
            outstanding=outstanding,
            holds_from=planned.since.key if planned.since else "",
            by=by,
            at=at,
        )
    for reached in extras.comparators:
        set_comparator(
            session,
            session.get_one(Measure, ids[reached.key]),
            kind=reached.kind,
            year=str(extras.year or Year.of(at.date())),
            value=reached.value,
            source=batch.file_name,
            by=by,
            at=at,
        )
    for comment in extras.comments:
        if extras.period is not None:
            _write_comment(session, ids[comment.key], extras.period, comment, by=by, at=at)


def _write_comment(
    session: Session,
    measure_id: int,
    period: ReportingPeriod,
    planned: PlannedComment,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """The next version: what the file does not say stays as it is."""
    mine = (Commentary.measure_id == measure_id, Commentary.period == period.key)
    current = session.scalars(select(Commentary).where(*mine, Commentary.is_current)).one_or_none()
    number = (session.scalar(select(func.max(Commentary.number)).where(*mine)) or 0) + 1
    if current is not None:
        current.is_current = False
        session.flush()  # before there is another, because the database allows one
    written = Commentary(
        measure_id=measure_id,
        period=period.key,
        number=number,
        is_current=True,
        text=planned.text or (current.text if current else ""),
        analysis=current.analysis if current else "",
        action=current.action if current else "",
        owner=current.owner if current else "",
        due_on=current.due_on if current else None,
        status=planned.status or (current.status if current else None),
        written_by_id=by.id if by else None,
        written_at=at,
    )
    session.add(written)
    session.flush()
    after = {"measure": session.get_one(Measure, measure_id).name, "period": period.key, "version": number}
    if planned.status is not None:
        after["status"] = planned.status
    record(
        session, "commented on measure", by=by, at=at, subject="measure", subject_id=measure_id, after=after
    )
