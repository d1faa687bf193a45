"""A quarter's report on its way: asked for, drawn step by step, and kept or failed.

It is drawn beside the page that waits for it. `asked_at` tells one attempt from the next: an attempt that
was given up for lost, and comes to an end after all, changes nothing.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotPermitted, TransitionNotAllowed
from qa_app.domain.periods import Quarter
from qa_app.domain.quarter_report import MOST_KEPT, Step, parse_quarter
from qa_app.domain.roles import Role
from qa_app.models import Person, QuarterReport, ReportState, Scorecard
from qa_app.queries.quarter_report import reports_made
from qa_app.services.trail import record

STEPS = tuple(Step)


def ask_for_report(
    session: Session, scorecard: Scorecard, quarter: Quarter, *, by: Person, at: datetime
) -> QuarterReport:
    """To be drawn for this person, of the audits that they may count."""
    report = QuarterReport(
        scorecard_id=scorecard.id,
        period=quarter.key,
        asked_by=by,
        **_begun(by, at),
    )
    session.add(report)
    session.flush()
    _record(session, report, by=by, at=at)
    return report


def ask_again(session: Session, report: QuarterReport, *, by: Person, at: datetime) -> None:
    """The same once more, after it failed or stood still.

    Raises NotPermitted for anybody else's, TransitionNotAllowed for a finished one.
    """
    if report.asked_by_id != by.id:
        raise NotPermitted("Only whoever asked for a report can have it made again. Make one of your own.")
    session.refresh(report, ["state"], with_for_update=True)
    if report.state is ReportState.READY:
        raise TransitionNotAllowed("This report is finished. Make another to have it of today’s figures.")
    for name, value in _begun(by, at).items():
        setattr(report, name, value)
    session.flush()
    _record(session, report, by=by, at=at)


def tell_step(session: Session, report_id: int, step: Step, *, asked_at: datetime) -> None:
    """That this step is under way, and all before it are done."""
    session.execute(
        update(QuarterReport)
        .where(_under_way(report_id, asked_at))
        .values(done=STEPS.index(step), total=len(STEPS), step=step.value)
    )


def keep_files(
    session: Session, report_id: int, *, pdf: bytes, xlsx: bytes, asked_at: datetime, at: datetime
) -> None:
    """The report is finished; of those before it only the newest are kept."""
    report = session.get(QuarterReport, report_id, with_for_update=True)
    if report is None or report.state is not ReportState.DRAWING or report.asked_at != asked_at:
        return
    report.pdf, report.xlsx = pdf, xlsx
    report.state, report.finished_at = ReportState.READY, at
    report.done, report.step = report.total, ""
    session.flush()
    made = reports_made(
        session,
        asked_by_id=report.asked_by_id,
        scorecard_id=report.scorecard_id,
        quarter=parse_quarter(report.period),
    )
    for old in [each for each in made if each.state is ReportState.READY][MOST_KEPT:]:
        session.delete(old)
    session.flush()


def mark_failed(session: Session, report_id: int, *, asked_at: datetime, at: datetime) -> None:
    session.execute(
        update(QuarterReport)
        .where(_under_way(report_id, asked_at))
        .values(state=ReportState.FAILED, finished_at=at)
    )


def may_take(report: QuarterReport, person: Person) -> bool:
    """Whoever asked for it, and QA leads; nobody whose tables count fewer areas than it does."""
    if person.id != report.asked_by_id and Role.QA_LEAD not in person.roles:
        return False
    seen = person.scope.areas
    return seen is None or (report.area_ids is not None and seen.issuperset(report.area_ids))


def _begun(by: Person, at: datetime) -> dict[str, object]:
    areas = by.scope.areas
    return {
        "state": ReportState.DRAWING,
        "done": 0,
        "total": len(STEPS),
        "step": STEPS[0].value,
        "area_ids": None if areas is None else sorted(areas),
        "asked_at": at,
        "finished_at": None,
    }


def _under_way(report_id: int, asked_at: datetime) -> ColumnElement[bool]:
    return and_(
        QuarterReport.id == report_id,
        QuarterReport.state == ReportState.DRAWING,
        QuarterReport.asked_at == asked_at,
    )


def _record(session: Session, report: QuarterReport, *, by: Person, at: datetime) -> None:
    record(
        session,
        "asked for report",
        by=by,
        at=at,
        subject="scorecard",
        subject_id=report.scorecard_id,
        after={"period": report.period},
    )
