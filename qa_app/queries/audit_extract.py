"""Finished audits with all their answers, one after the other, however many there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import COUNTED
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    GradingScaleRow,
    Judgement,
    Moderation,
    Person,
    Question,
    ServiceArea,
    Stream,
    Team,
)
from qa_app.queries.audits import AuditFilter, matching_audits

AT_ONCE = 2_000


@dataclass(frozen=True)
class ExtractedAnswer:
    """The positions that auditor and moderator gave (None: unanswered, not revised), and the words."""

    kind: QuestionKind
    value: int | None
    moderated: int | None
    text: str


@dataclass(frozen=True)
class ExtractedAudit:
    """One finished audit; `moderator` is that of its latest moderation, `labels` are its scale's.

    With `text_erased_at` there is no text, because it was removed then.
    """

    reference: str
    audit_date: date
    service_area: str
    team: str | None
    stream: str
    tool: str
    case_reference: str
    text_erased_at: datetime | None
    auditor: str
    moderator: str | None
    moderated_at: datetime | None
    labels: Sequence[str]
    answers: Mapping[str, ExtractedAnswer]
    """By question code."""


def extracted_questions(
    session: Session, wanted: AuditFilter, *, scope: Scope
) -> Sequence[tuple[str, QuestionKind]]:
    """The code and kind of every question these audits were asked, in the order of the newest form."""
    versions = select(Audit.tool_version_id).where(Audit.id.in_(_finished(wanted, scope)))
    rows = session.execute(
        select(Question.code, Question.kind)
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .where(Question.version_id.in_(versions))
        .order_by(
            AuditToolVersion.tool_id,
            AuditToolVersion.number.desc(),
            Question.section_id,
            Question.position,
        )
    )
    return list({code: (code, kind) for code, kind in rows}.values())


def extracted_audits(session: Session, wanted: AuditFilter, *, scope: Scope) -> Iterator[ExtractedAudit]:
    """The finished audits among those wanted, oldest first, never more than a few thousand rows in memory."""
    finished = _finished(wanted, scope)
    answers = groupby(session.execute(_answers(finished)), key=lambda answer: answer.audit_id)
    number, group = next(answers, (None, iter(())))
    for audit in session.execute(_audits(finished)).mappings():
        given: Mapping[str, ExtractedAnswer] = {}
        about = dict(audit)
        if number == about.pop("id"):
            given = {answer.code: _answer(answer) for answer in group}
            number, group = next(answers, (None, iter(())))
        yield ExtractedAudit(**about, answers=given)


def _finished(wanted: AuditFilter, scope: Scope) -> Select[int]:
    statuses = COUNTED if wanted.statuses is None else wanted.statuses & COUNTED
    return matching_audits(replace(wanted, statuses=statuses), scope=scope)


def _audits(finished: Select[int]) -> Select:  # type: ignore[type-arg]  # of a dozen columns
    latest = (
        select(func.max(Moderation.id))
        .where(Moderation.audit_id == Audit.id, Moderation.finished_at.is_not(None))
        .correlate(Audit)
        .scalar_subquery()
    )
    auditor, moderator = Person.__table__.alias("auditor"), Person.__table__.alias("moderator")
    return (
        select(
            Audit.id,
            Audit.reference,
            Audit.audit_date,
            ServiceArea.name.label("service_area"),
            Team.name.label("team"),
            Stream.name.label("stream"),
            AuditTool.code.label("tool"),
            Audit.case_reference,
            Audit.text_erased_at,
            auditor.c.name.label("auditor"),
            moderator.c.name.label("moderator"),
            Moderation.finished_at.label("moderated_at"),
            GradingScaleRow.labels,
        )
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(GradingScaleRow, GradingScaleRow.id == AuditToolVersion.scale_id)
        .join(auditor, auditor.c.id == Audit.auditor_id)
        .outerjoin(Team, Team.id == Audit.team_id)
        .outerjoin(Moderation, Moderation.id == latest)
        .outerjoin(moderator, moderator.c.id == Moderation.moderator_id)
        .where(Audit.id.in_(finished))
        .order_by(Audit.id)
        .execution_options(yield_per=AT_ONCE)
    )


def _answers(finished: Select[int]) -> Select:  # type: ignore[type-arg]
    return (
        select(
            Judgement.audit_id,
            Question.code,
            Question.kind,
            Judgement.auditor_value,
            Judgement.moderated_value,
            Judgement.evidence,
        )
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id.in_(finished))
        .order_by(Judgement.audit_id, Judgement.question_id)
        .execution_options(yield_per=AT_ONCE)
    )


def _answer(row: Row) -> ExtractedAnswer:  # type: ignore[type-arg]
    return ExtractedAnswer(row.kind, row.auditor_value, row.moderated_value, row.evidence)
