"""Finishing an audit: submitted by its auditor, and chosen for moderation or not."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_details import check_audit_date, check_not_own_case
from qa_app.domain.audit_form import missing
from qa_app.domain.errors import InvalidInput, NotPermitted, Problem, TransitionNotAllowed
from qa_app.domain.periods import london_date
from qa_app.domain.sampling import ChosenBecause, chosen_because, random_draw
from qa_app.domain.scales import GradingScale
from qa_app.domain.workflow import COUNTED, AuditStatus, check_transition
from qa_app.models import Audit, ModerationSetting, Person
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.services.moving_audits import move_audit


def submit_audit(session: Session, audit: Audit, *, by: Person, at: datetime) -> None:
    """Counts from now on, and goes to moderation if the council's rule chooses it.

    Raises NotPermitted for anybody but the auditor, TransitionNotAllowed when it was submitted
    before, and InvalidInput, about the question's code, for whatever is missing.
    """
    if audit.auditor_id != by.id:
        raise NotPermitted("Only its auditor submits an audit.")
    if audit.status in COUNTED:
        raise TransitionNotAllowed("This audit is submitted already.")
    tool = as_tool(find_version(session, audit.tool_version_id))
    answers = answers_of(session, audit)
    if problems := [*check_details(audit, today=london_date(at)), *missing(tool, answers)]:
        raise InvalidInput(problems)
    check_transition(audit.status, AuditStatus.SUBMITTED)
    overall = answers[tool.overall.code].value
    if overall is None:
        raise TransitionNotAllowed("An audit without an overall judgement cannot be submitted.")
    _choose(session, audit, overall, tool.scale)
    audit.submitted_at = at
    audit.returned_because = ""
    move_audit(
        session,
        audit,
        AuditStatus.SUBMITTED if audit.chosen_because else AuditStatus.FINAL,
        "submitted audit",
        by=by,
        at=at,
        after={"overall": overall, "chosen_because": audit.chosen_because},
    )


def check_details(audit: Audit, *, today: date) -> list[Problem]:
    """What is wrong with the audit besides its answers: a planned date that has not come, an own case."""
    problems: list[Problem] = []
    try:
        check_audit_date(audit.audit_date, today=today)
    except InvalidInput as error:
        problems += error.problems
    try:
        check_not_own_case(audit.worker_name, audit.auditor.name)
    except InvalidInput as error:
        problems += error.problems
    return problems


def _choose(session: Session, audit: Audit, overall: int, scale: GradingScale) -> None:
    """What was asked to be moderated stays so when it comes back from its auditor."""
    rule = session.get_one(ModerationSetting, 1).as_rule()
    audit.random_draw = random_draw(rule.seed, audit.reference)
    by_rule = chosen_because(overall, scale=scale, rule=rule, draw=audit.random_draw)
    asked_for = audit.chosen_because is ChosenBecause.REQUESTED
    audit.chosen_because = by_rule or (ChosenBecause.REQUESTED if asked_for else None)
