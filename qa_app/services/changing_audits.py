"""Putting right what is said of an audit before it is submitted: case, worker, team and date."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_details import (
    check_audit_date,
    check_not_own_case,
    clean_case_reference,
    clean_worker_name,
)
from qa_app.domain.errors import InvalidInput, NotPermitted, Problem, TransitionNotAllowed
from qa_app.domain.periods import london_date
from qa_app.domain.workflow import EDITABLE
from qa_app.models import Audit, Person
from qa_app.services.starting_audits import problems_with_team
from qa_app.services.trail import record, words_changed


def change_details(
    session: Session,
    audit: Audit,
    *,
    case_reference: str,
    worker_name: str,
    team_id: int | None,
    audit_date: date,
    by: Person,
    at: datetime,
) -> None:
    """Raises NotPermitted for anybody but the auditor, TransitionNotAllowed once the audit is finished, and
    InvalidInput with a problem for each field. A date that was planned may stay in the future.
    """
    if audit.auditor_id != by.id:
        raise NotPermitted("Only its auditor changes an audit.")
    if audit.status not in EDITABLE:
        raise TransitionNotAllowed("This audit is finished, so it can no longer be changed.")
    problems: list[Problem] = problems_with_team(session, team_id, area_id=audit.service_area_id)
    try:
        case_reference = clean_case_reference(case_reference)
    except InvalidInput as error:
        problems += error.problems
    try:
        worker_name = clean_worker_name(worker_name)
        check_not_own_case(worker_name, by.name)
    except InvalidInput as error:
        problems += error.problems
    try:
        today = london_date(at)
        check_audit_date(audit_date, today=max(today, audit.audit_date))
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    before = {"audit_date": audit.audit_date.isoformat(), "team": audit.team_id}
    said = (
        ("case reference", audit.case_reference, case_reference),
        ("worker", audit.worker_name, worker_name),
    )
    reworded = [name for name, old, new in said if old != new]
    audit.case_reference, audit.worker_name = case_reference, worker_name
    audit.team_id, audit.audit_date = team_id, audit_date
    session.flush()
    record(
        session,
        "changed audit details",
        by=by,
        at=at,
        subject="audit",
        subject_id=audit.id,
        before=before,
        after={"audit_date": audit_date.isoformat(), "team": team_id} | words_changed(reworded),
    )
    session.flush()
