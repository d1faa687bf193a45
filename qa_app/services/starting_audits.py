"""Beginning audits: by an auditor, or given out by a QA lead."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_details import (
    check_audit_date,
    check_not_own_case,
    clean_case_reference,
    clean_worker_name,
)
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.periods import london_date
from qa_app.domain.roles import Role
from qa_app.domain.sharing_out import Case, share_out
from qa_app.domain.workflow import EDITABLE, AuditStatus
from qa_app.models import Audit, AuditToolVersion, Person, ServiceArea, Stream, Team, ToolStatus
from qa_app.services.trail import record


@dataclass(frozen=True)
class AuditDetails:
    """What audits that begin together have in common; numbers are those of rows."""

    tool_version_id: int
    stream_id: int
    service_area_id: int
    audit_date: date
    team_id: int | None = None
    due_on: date | None = None


def start_audit(
    session: Session,
    details: AuditDetails,
    *,
    case_reference: str,
    worker_name: str = "",
    by: Person,
    at: datetime,
) -> Audit:
    """An audit that its auditor begins at once. Raises InvalidInput with a problem for each field."""
    today = london_date(at)
    problems = _problems_with(session, details, today=today)
    try:
        check_audit_date(details.audit_date, today=today)
    except InvalidInput as error:
        problems += error.problems
    case = Case(1, case_reference, worker_name)
    try:
        case = Case(1, clean_case_reference(case_reference), worker_name)
    except InvalidInput as error:
        problems += error.problems
    try:
        case = Case(1, case.reference, clean_worker_name(worker_name))
        check_not_own_case(case.worker_name, by.name)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    audit = _new(details, case, auditor=by, status=AuditStatus.IN_PROGRESS, at=at)
    _add(session, [audit], at=at)
    _record(session, "started audit", audit, by=by, at=at)
    session.flush()
    return audit


def allocate_audits(
    session: Session,
    details: AuditDetails,
    *,
    cases: Sequence[Case],
    auditors: Sequence[Person],
    by: Person,
    at: datetime,
) -> list[Audit]:
    """Shares the cases out evenly among the auditors, all or none. Raises InvalidInput.

    The audit date is the one planned, so it may be a later day; it must have come by the time the audit
    is submitted.
    """
    today = london_date(at)
    problems = _problems_with(session, details, today=today)
    try:
        check_audit_date(details.audit_date, today=max(today, details.audit_date))
    except InvalidInput as error:
        problems += error.problems
    if not auditors:
        problems.append(Problem("auditors", "Choose at least one auditor"))
    problems += [
        Problem("auditors", f"{person.name} cannot audit: the role is missing, or they may not sign in")
        for person in auditors
        if Role.AUDITOR not in person.roles or not person.may_sign_in
    ]
    if problems:
        raise InvalidInput(problems)
    people = {person.id: person for person in auditors}
    names = {person.id: person.name for person in auditors}
    given = share_out(cases, names, open_audits=_open_audits(session, list(people)))
    audits = [
        _new(details, case, auditor=people[person], status=AuditStatus.ALLOCATED, at=at)
        for case, person in given
    ]
    for audit in audits:
        audit.allocated_by_id = by.id
    _add(session, audits, at=at)
    for audit in audits:
        _record(session, "allocated audit", audit, by=by, at=at)
    session.flush()
    return audits


def _problems_with(session: Session, details: AuditDetails, *, today: date) -> list[Problem]:
    problems = []
    version = session.get(AuditToolVersion, details.tool_version_id)
    if version is None or version.status is not ToolStatus.LIVE:
        problems.append(Problem("tool", "Choose an audit tool that is live"))
    stream = session.get(Stream, details.stream_id)
    if stream is None or not stream.active:
        problems.append(Problem("stream", "Choose an audit stream"))
    area = session.get(ServiceArea, details.service_area_id)
    if area is None or not area.active:
        problems.append(Problem("area", "Choose a service area"))
    problems += problems_with_team(session, details.team_id, area_id=details.service_area_id)
    if details.due_on is not None and details.due_on < today:
        problems.append(Problem("due_on", "The due date has passed: choose today or a later day"))
    return problems


def problems_with_team(session: Session, team_id: int | None, *, area_id: int) -> list[Problem]:
    """A team is one of the service area's, or is left out."""
    if team_id is None:
        return []
    team = session.get(Team, team_id)
    if team is not None and team.service_area_id == area_id:
        return []
    return [Problem("team", "Choose a team of this service area, or leave the team out")]


def _open_audits(session: Session, people: Sequence[int]) -> dict[int, int]:
    return dict(
        session.execute(
            select(Audit.auditor_id, func.count())
            .where(Audit.auditor_id.in_(people), Audit.status.in_(sorted(EDITABLE)))
            .group_by(Audit.auditor_id)
        ).all()
    )


def _new(details: AuditDetails, case: Case, *, auditor: Person, status: AuditStatus, at: datetime) -> Audit:
    return Audit(
        # Replaced as soon as the row has its number; unique meanwhile.
        reference=secrets.token_hex(16),
        tool_version_id=details.tool_version_id,
        stream_id=details.stream_id,
        service_area_id=details.service_area_id,
        team_id=details.team_id,
        case_reference=case.reference,
        worker_name=case.worker_name,
        audit_date=details.audit_date,
        due_on=details.due_on,
        auditor=auditor,
        status=status,
        created_at=at,
    )


def _add(session: Session, audits: Sequence[Audit], *, at: datetime) -> None:
    """Gives each audit the reference people use, made from its row's number so that no two are alike."""
    session.add_all(audits)
    session.flush()
    year = london_date(at).year
    wanted = {audit: f"A-{year}-{audit.id:05}" for audit in audits}
    # A file brought in may have used the same pattern.
    taken = set(session.scalars(select(Audit.reference).where(Audit.reference.in_(list(wanted.values())))))
    for audit, reference in wanted.items():
        audit.reference = reference if reference not in taken else f"{reference}-{secrets.token_hex(3)}"
    session.flush()


def _record(session: Session, action: str, audit: Audit, *, by: Person, at: datetime) -> None:
    after = {"reference": audit.reference, "status": audit.status, "auditor": audit.auditor.name}
    record(session, action, by=by, at=at, subject="audit", subject_id=audit.id, after=after)
