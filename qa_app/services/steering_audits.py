"""What a QA lead does with audits under way: returns, withdraws, gives to somebody else."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_details import check_not_own_case
from qa_app.domain.errors import InvalidInput, Problem, TransitionNotAllowed
from qa_app.domain.free_text import clean_text
from qa_app.domain.periods import london_date
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import EDITABLE, AuditStatus, check_transition
from qa_app.models import Audit, Person
from qa_app.services.moving_audits import move_audit
from qa_app.services.trail import record


def return_audit(session: Session, audit: Audit, *, reason: str, by: Person, at: datetime) -> None:
    """Back to its auditor, to be changed and submitted again; it is not counted meanwhile.

    Raises TransitionNotAllowed once a moderator has looked at it: their judgement would be
    about a form that no longer exists. Raises InvalidInput without a reason.
    """
    check_transition(audit.status, AuditStatus.IN_PROGRESS)
    if audit.status is AuditStatus.ALLOCATED:
        raise TransitionNotAllowed("This audit has not been submitted, so its auditor has it already.")
    if audit.moderated_at is not None:
        raise TransitionNotAllowed(
            "This audit has been moderated, so it cannot be returned. Ask for another moderation instead."
        )
    audit.returned_because = _reason(reason)
    audit.submitted_at, audit.random_draw = None, None
    if audit.chosen_because is not ChosenBecause.REQUESTED:
        audit.chosen_because = None
    move_audit(session, audit, AuditStatus.IN_PROGRESS, "returned audit", by=by, at=at)


def withdraw_audit(session: Session, audit: Audit, *, reason: str, by: Person, at: datetime) -> None:
    """Takes an unfinished audit out of the programme; what was written in it is kept."""
    check_transition(audit.status, AuditStatus.WITHDRAWN)
    audit.returned_because = _reason(reason)
    move_audit(session, audit, AuditStatus.WITHDRAWN, "withdrew audit", by=by, at=at)


def reassign_audit(
    session: Session, audit: Audit, *, auditor: Person, due_on: date | None, by: Person, at: datetime
) -> None:
    """Gives an unfinished audit to this auditor, due on this day. Raises InvalidInput."""
    if audit.status not in EDITABLE:
        raise TransitionNotAllowed("Only an audit that is not finished can be given to somebody else.")
    if Role.AUDITOR not in auditor.roles or not auditor.may_sign_in:
        raise InvalidInput([Problem("auditor", f"{auditor.name} is not an auditor")])
    check_not_own_case(audit.worker_name, auditor.name, field="auditor")
    if due_on is not None and due_on != audit.due_on and due_on < london_date(at):
        raise InvalidInput([Problem("due_on", "The due date has passed: choose today or a later day")])
    before = {"auditor": audit.auditor.name, "due_on": _day(audit.due_on)}
    audit.auditor, audit.due_on = auditor, due_on
    session.flush()
    record(
        session,
        "reassigned audit",
        by=by,
        at=at,
        subject="audit",
        subject_id=audit.id,
        before=before,
        after={"auditor": auditor.name, "due_on": _day(due_on)},
    )
    session.flush()


def _reason(text: str) -> str:
    reason = clean_text(text, limit=2_000, field="reason").strip()
    if not reason:
        raise InvalidInput([Problem("reason", "Give a reason: the auditor reads it")])
    return reason


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
