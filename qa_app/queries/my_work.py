"""What waits for the person signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import COUNTED, EDITABLE, AuditStatus
from qa_app.models import Audit, AuditTool, AuditToolVersion, Judgement, Question, ServiceArea
from qa_app.queries.scopes import readable

FINISHED_SHOWN = 10


@dataclass(frozen=True)
class OwnAudit:
    """One audit of the person's own; `questions` is how many its form asks."""

    id: int
    reference: str
    case_reference: str
    tool: str
    service_area: str
    status: AuditStatus
    due_on: date | None
    audit_date: date
    submitted_at: datetime | None
    moderated_at: datetime | None
    returned_because: str
    text_erased_at: datetime | None
    answered: int
    questions: int


def unfinished_audits(session: Session, person_id: int) -> Sequence[OwnAudit]:
    """The one due first at the top, those without a date last."""
    return _own(session, person_id, EDITABLE, Audit.due_on.is_(None), Audit.due_on.asc(), Audit.id.asc())


def finished_audits(session: Session, person_id: int) -> Sequence[OwnAudit]:
    """The latest ten, the newest first."""
    return _own(session, person_id, COUNTED, Audit.submitted_at.desc(), Audit.id.desc(), limit=FINISHED_SHOWN)


@dataclass(frozen=True)
class Queue:
    """How many audits await moderation by this person, and since when the oldest of them waits."""

    waiting: int
    since: datetime | None
    begun: int
    """Of these, the ones that somebody moderates now."""


def moderation_queue(session: Session, scope: Scope) -> Queue:
    """Of the service areas within the scope, besides the person's own audits."""
    waiting = Audit.status == AuditStatus.SUBMITTED
    row = session.execute(
        select(
            func.count().filter(waiting),
            func.min(Audit.submitted_at).filter(waiting),
            func.count().filter(Audit.status == AuditStatus.IN_MODERATION),
        )
        .select_from(Audit)
        .where(*readable(scope), Audit.auditor_id != scope.person_id)
    ).one()
    return Queue(*row)


def _own(
    session: Session,
    person_id: int,
    statuses: frozenset[AuditStatus],
    *order: ColumnElement[Any],
    limit: int | None = None,
) -> Sequence[OwnAudit]:
    asked = (
        select(func.count())
        .where(Question.version_id == Audit.tool_version_id)
        .correlate(Audit)
        .scalar_subquery()
    )
    statement = (
        select(
            Audit.id,
            Audit.reference,
            Audit.case_reference,
            AuditTool.name.label("tool"),
            ServiceArea.name.label("service_area"),
            Audit.status,
            Audit.due_on,
            Audit.audit_date,
            Audit.submitted_at,
            Audit.moderated_at,
            Audit.returned_because,
            Audit.text_erased_at,
            _answered().label("answered"),
            asked.label("questions"),
        )
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .where(Audit.auditor_id == person_id, Audit.status.in_(sorted(statuses)))
        .order_by(*order)
        .limit(limit)
    )
    return [OwnAudit(**row) for row in session.execute(statement).mappings()]


def _answered() -> ScalarSelect[int]:
    """How many questions have an answer, as `domain.audit_form.is_answered` has it."""
    in_words = func.trim(Judgement.evidence) != ""
    by_value = Judgement.auditor_value.is_not(None)
    return (
        select(func.count())
        .select_from(Judgement)
        .join(Question, Question.id == Judgement.question_id)
        .where(
            Judgement.audit_id == Audit.id,
            case((Question.kind == QuestionKind.TEXT, in_words), else_=by_value),
        )
        .correlate(Audit)
        .scalar_subquery()
    )
