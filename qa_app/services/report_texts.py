"""What is written for a quarter's report: its texts, every version of which is kept, and months' findings."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from qa_app.domain.errors import Conflict
from qa_app.domain.free_text import clean_text
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import Findings, TextBlock, clean_findings
from qa_app.models import AuditFinding, Person, ReportText, Scorecard
from qa_app.queries.quarter_report import findings_of
from qa_app.services.trail import record
from qa_app.services.versions import put_in_place, version_read

CLASHED = (
    "Somebody else wrote here while you had it open, so nothing was saved. What you wrote is still below: "
    "look at what they saved, then save again to put yours in its place"
)


def write_text(
    session: Session,
    scorecard: Scorecard,
    quarter: Quarter,
    block: TextBlock,
    text: str,
    *,
    opened_at_number: int,
    by: Person,
    at: datetime,
) -> ReportText | None:
    """The next version, which holds from now on; None where it says what is said already.

    `opened_at_number` is the version that this person read, 0 for none. Raises InvalidInput, and Conflict
    (which undoes the transaction) when somebody else saved meanwhile.
    """
    text = clean_text(text).strip("\n")
    statement = select(ReportText).where(
        ReportText.scorecard_id == scorecard.id,
        ReportText.period == quarter.key,
        ReportText.block == block.value,
        ReportText.is_current,
    )
    current = version_read(session, statement, opened_at_number, clashed=CLASHED)
    if text == (current.text if current else ""):
        return None
    written = ReportText(
        scorecard_id=scorecard.id,
        period=quarter.key,
        block=block.value,
        number=opened_at_number + 1,
        is_current=True,
        text=text,
        written_by=by,
        written_at=at,
    )
    put_in_place(session, written, current, clashed=CLASHED)
    record(
        session,
        "wrote text of report",
        by=by,
        at=at,
        subject="scorecard",
        subject_id=scorecard.id,
        after={"period": quarter.key, "text": block.value, "version": written.number},
    )
    return written


def write_findings(
    session: Session, month: Month, findings: Findings, *, opened_at_version: int, by: Person, at: datetime
) -> None:
    """What the audits of a month found. `opened_at_version` is the version that was read, 0 for none.

    Raises InvalidInput, and Conflict (which undoes the transaction) when somebody else saved meanwhile.
    """
    findings = clean_findings(findings)
    row = session.scalars(
        select(AuditFinding).where(AuditFinding.month == month.first_month).with_for_update(of=AuditFinding)
    ).one_or_none()
    if (row.version if row else 0) != opened_at_version:
        session.rollback()
        raise Conflict(CLASHED)
    if findings == findings_of(row):
        return
    if row is None:
        row = AuditFinding(month=month.first_month)
        session.add(row)
    row.theme, row.cohort = findings.theme, findings.cohort
    row.strengths, row.areas_for_improvement = findings.strengths, findings.areas_for_improvement
    row.observations = findings.observations
    row.written_by, row.written_at = by, at
    try:
        session.flush()
    except (IntegrityError, StaleDataError) as error:
        session.rollback()
        raise Conflict(CLASHED) from error
    record(
        session,
        "wrote findings of audits",
        by=by,
        at=at,
        subject="audit findings",
        subject_id=row.id,
        after={"month": month.key, "version": row.version},
    )
