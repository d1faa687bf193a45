"""Commentary: why a measure is where it is and what will be done; every version of it is kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.commentary import Said, clean_said, may_comment
from qa_app.domain.errors import InvalidInput, NotPermitted, Problem
from qa_app.domain.periods import ReportingPeriod
from qa_app.models import Commentary, Measure, Person
from qa_app.services.trail import record
from qa_app.services.versions import put_in_place, version_read

CLASHED = (
    "Somebody else commented on this measure while you had it open, so nothing was saved. What you wrote is "
    "still here: look at what they saved, then save again to put yours in its place"
)


def save_comment(
    session: Session,
    measure: Measure,
    period: ReportingPeriod,
    said: Said,
    *,
    opened_at_number: int,
    by: Person,
    at: datetime,
) -> Commentary | None:
    """The next version, which holds from now on; None where it says what is said already.

    `opened_at_number` is the version that this person read, 0 for none. Raises NotPermitted, InvalidInput,
    and Conflict (which undoes the transaction) when somebody else saved meanwhile.
    """
    check_may_comment(measure, by)
    said = clean_said(said)
    statement = select(Commentary).where(
        Commentary.measure_id == measure.id, Commentary.period == period.key, Commentary.is_current
    )
    current = version_read(session, statement, opened_at_number, clashed=CLASHED)
    if said == (_said(current) if current else Said()):
        if current is None:
            raise InvalidInput([Problem("text", "Write a comment")])
        return None
    written = Commentary(
        measure_id=measure.id,
        period=period.key,
        number=opened_at_number + 1,
        is_current=True,
        text=said.text,
        analysis=said.analysis,
        action=said.action,
        owner=said.owner,
        due_on=said.due_on,
        status=said.status,
        written_by=by,
        written_at=at,
    )
    put_in_place(session, written, current, clashed=CLASHED)
    after = {"measure": measure.code, "period": period.key, "version": written.number}
    if said.status is not None:
        after["status"] = said.status
    record(
        session, "commented on measure", by=by, at=at, subject="measure", subject_id=measure.id, after=after
    )
    return written


def check_may_comment(measure: Measure, person: Person) -> None:
    """Raises NotPermitted."""
    if not may_comment(
        person_id=person.id, permissions=person.permissions, responsible_id=measure.responsible_id
    ):
        raise NotPermitted("Only the person who is responsible for a measure and the QA lead comment on it.")


def _said(row: Commentary) -> Said:
    return Said(row.text, row.analysis, row.action, row.owner, row.due_on, row.status)
