"""What is written for the quarters' reports, and the reports that were made."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import Findings, TextBlock
from qa_app.models import AuditFinding, QuarterReport, ReportState, ReportText, ServiceArea


def current_texts(session: Session, scorecard_id: int, quarter: Quarter) -> dict[TextBlock, ReportText]:
    """The text that holds now of each block that has one."""
    statement = (
        select(ReportText)
        .where(
            ReportText.scorecard_id == scorecard_id, ReportText.period == quarter.key, ReportText.is_current
        )
        .options(joinedload(ReportText.written_by))
    )
    return {TextBlock(row.block): row for row in session.scalars(statement)}


def text_versions(
    session: Session, scorecard_id: int, quarter: Quarter, block: TextBlock
) -> Sequence[ReportText]:
    """All that was ever written in a block, the newest first."""
    statement = (
        select(ReportText)
        .where(
            ReportText.scorecard_id == scorecard_id,
            ReportText.period == quarter.key,
            ReportText.block == block.value,
        )
        .options(joinedload(ReportText.written_by))
        .order_by(ReportText.number.desc())
    )
    return session.scalars(statement).all()


def quarters_written_for(session: Session) -> dict[tuple[int, str], int]:
    """How many blocks have a text, by scorecard and the quarter's key; without those that have none."""
    statement = select(ReportText.scorecard_id, ReportText.period).where(
        ReportText.is_current, ReportText.text != ""
    )
    found: dict[tuple[int, str], int] = {}
    for scorecard_id, period in session.execute(statement):
        found[scorecard_id, period] = found.get((scorecard_id, period), 0) + 1
    return found


def findings_rows(session: Session, months: Collection[Month]) -> dict[Month, AuditFinding]:
    """What was found in those of these months that somebody wrote of."""
    statement = (
        select(AuditFinding)
        .where(AuditFinding.month.in_([month.first_month for month in months]))
        .options(joinedload(AuditFinding.written_by))
    )
    return {Month(*divmod(row.month, 100)): row for row in session.scalars(statement)}


def findings_of(row: AuditFinding | None) -> Findings:
    if row is None:
        return Findings()
    return Findings(row.theme, row.cohort, row.strengths, row.areas_for_improvement, row.observations)


def months_with_findings(session: Session) -> frozenset[Month]:
    """Months of which anything was written."""
    rows = session.scalars(select(AuditFinding))
    return frozenset(Month(*divmod(row.month, 100)) for row in rows if not findings_of(row).is_empty)


def reports_made(
    session: Session,
    *,
    asked_by_id: int | None,
    scorecard_id: int | None = None,
    quarter: Quarter | None = None,
) -> Sequence[QuarterReport]:
    """Reports that were asked for by one person (None: by anybody), the newest first."""
    statement = (
        select(QuarterReport)
        .options(joinedload(QuarterReport.asked_by))
        .order_by(QuarterReport.asked_at.desc(), QuarterReport.id.desc())
    )
    if asked_by_id is not None:
        statement = statement.where(QuarterReport.asked_by_id == asked_by_id)
    if scorecard_id is not None:
        statement = statement.where(QuarterReport.scorecard_id == scorecard_id)
    if quarter is not None:
        statement = statement.where(QuarterReport.period == quarter.key)
    return session.scalars(statement).all()


def find_report(session: Session, report_id: int) -> QuarterReport:
    """Raises NoResultFound."""
    return session.scalars(select(QuarterReport).where(QuarterReport.id == report_id)).one()


def areas_of(session: Session, report: QuarterReport) -> Sequence[str] | None:
    """The names of the only service areas that a report counts; None where it counts every one."""
    if report.area_ids is None:
        return None
    names = select(ServiceArea.name).where(ServiceArea.id.in_(report.area_ids)).order_by(ServiceArea.name)
    return session.scalars(names).all()


def latest_finished(reports: Sequence[QuarterReport]) -> Mapping[tuple[int, str], QuarterReport]:
    """Of each scorecard and quarter the newest that is ready; `reports` are the newest first."""
    ready = [report for report in reversed(reports) if report.state is ReportState.READY]
    return {(report.scorecard_id, report.period): report for report in ready}
