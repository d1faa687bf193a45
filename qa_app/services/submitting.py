"""Finishing an audit: submitted by its auditor, and chosen for moderation or not."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_form import missing
from qa_app.domain.errors import InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.sampling import ModerationRule, chosen_because, random_draw
from qa_app.domain.workflow import AuditStatus, check_transition
from qa_app.models import Audit, ModerationSetting, Person
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.services.trail import record


def submit_audit(session: Session, audit: Audit, *, by: Person, at: datetime) -> None:
    """Counts from now on, and goes to moderation if the council's rule chooses it.

    Raises NotPermitted for anybody but the auditor, TransitionNotAllowed when it was submitted
    before, and InvalidInput, about the question's code, for whatever is missing.
    """
    if audit.auditor_id != by.id:
        raise NotPermitted("Only its auditor submits an audit.")
    check_transition(audit.status, AuditStatus.SUBMITTED)
    tool = as_tool(find_version(session, audit.tool_version_id))
    answers = answers_of(session, audit)
    if problems := missing(tool, answers):
        raise InvalidInput(problems)
    setting = session.get(ModerationSetting, 1)
    rule = setting.as_rule() if setting else ModerationRule()
    overall = answers[tool.overall.code].value
    if overall is None:
        raise TransitionNotAllowed("An audit without an overall judgement cannot be submitted.")
    audit.random_draw = random_draw(rule.seed, audit.reference)
    audit.chosen_because = chosen_because(overall, scale=tool.scale, rule=rule, draw=audit.random_draw)
    audit.status = AuditStatus.SUBMITTED if audit.chosen_because else AuditStatus.FINAL
    audit.submitted_at = at
    audit.returned_because = ""
    session.flush()
    record(
        session,
        "submitted audit",
        by=by,
        at=at,
        subject="audit",
        subject_id=audit.id,
        before={"status": AuditStatus.IN_PROGRESS},
        after={"status": audit.status, "overall": overall, "chosen_because": audit.chosen_because},
    )
    session.flush()
