"""Every move of an audit from one state to another, checked and recorded in one place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.removed_text import removal_in_a_sentence
from qa_app.domain.workflow import AuditStatus, check_transition
from qa_app.models import Audit, Person
from qa_app.services.trail import record


def move_audit(
    session: Session,
    audit: Audit,
    status: AuditStatus,
    action: str,
    *,
    by: Person,
    at: datetime,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Raises TransitionNotAllowed for a move that is not in the workflow, and for an audit whose text was
    removed; `after` adds to the trail."""
    if audit.text_erased_at is not None:
        raise TransitionNotAllowed(removal_in_a_sentence(audit.text_erased_at))
    check_transition(audit.status, status)
    before = {"status": audit.status}
    audit.status = status
    session.flush()
    record(
        session,
        action,
        by=by,
        at=at,
        subject="audit",
        subject_id=audit.id,
        before=before,
        after={"status": status, **(after or {})},
    )
    session.flush()
