"""The answers of one audit."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_form import Answer
from qa_app.models import Audit, Judgement, Question, TrailEntry


def answers_of(session: Session, audit: Audit) -> dict[str, Answer]:
    """What the auditor has put down, by question code; unanswered questions are left out."""
    rows = session.execute(
        select(Question.code, Judgement.auditor_value, Judgement.evidence)
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id == audit.id)
        .order_by(Question.id)
    )
    return {code: Answer(value, text) for code, value, text in rows}


def moderated_values(session: Session, audit: Audit) -> dict[str, int]:
    """The positions that moderation put in the place of the auditor's, by question code."""
    rows = session.execute(
        select(Question.code, Judgement.moderated_value)
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id == audit.id, Judgement.moderated_value.is_not(None))
    )
    return {code: value for code, value in rows if value is not None}


def last_saved_at(session: Session, audit: Audit) -> datetime | None:
    """When answers were saved last; None while there are none, or where they came from a file."""
    return session.scalar(
        select(func.max(TrailEntry.happened_at)).where(
            TrailEntry.subject == "audit",
            TrailEntry.subject_id == audit.id,
            TrailEntry.action == "saved answers",
        )
    )
