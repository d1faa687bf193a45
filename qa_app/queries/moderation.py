"""Moderations of audits, and what of an audit a moderator may not see yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.roles import Permission
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scales import STANDARD_ANSWERS, GradingScale
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AWAITING_MODERATION
from qa_app.models import (
    Audit,
    Judgement,
    Moderation,
    ModerationOutcome,
    Person,
    Question,
    Revision,
)
from qa_app.queries.judgement_counts import FINAL_JUDGEMENT
from qa_app.queries.moderation_setting import moderates_blind
from qa_app.queries.scopes import readable


@dataclass(frozen=True)
class RevisedJudgement:
    """One judgement or standard that a moderator revised, in words of its scale."""

    code: str
    name: str
    from_label: str
    to_label: str
    reason: str


@dataclass(frozen=True)
class FinishedModeration:
    """What came of one moderation; `revisions` stand in the order of the form."""

    moderator: str
    finished_at: datetime
    chosen_because: ChosenBecause
    outcome: ModerationOutcome
    comment_on_practice: str
    comment_on_audit_quality: str
    revisions: tuple[RevisedJudgement, ...]


@dataclass(frozen=True)
class AnswerRead:
    """What the audit says to one question: the auditor's position, the one that counts now, the evidence."""

    auditor: int | None = None
    counted: int | None = None
    evidence: str = ""


def answers_to_moderate(session: Session, audit: Audit) -> dict[str, AnswerRead]:
    """By question code; a question without a row was not answered."""
    rows = session.execute(
        select(Question.code, Judgement.auditor_value, FINAL_JUDGEMENT, Judgement.evidence)
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id == audit.id)
        .order_by(Question.id)
    )
    return {code: AnswerRead(auditor, counted, evidence) for code, auditor, counted, evidence in rows}


def counted_judgements(session: Session, audit: Audit) -> dict[str, int]:
    """By question code, the judgement that counts: the last moderator's where one revised it."""
    answers = answers_to_moderate(session, audit)
    return {code: answer.counted for code, answer in answers.items() if answer.counted is not None}


def finished_moderations(session: Session, audit_id: int) -> Sequence[FinishedModeration]:
    """Every finished moderation of the audit, the first one first.

    Takes no scope: ask it of an audit that was found within one.
    """
    moderations = session.scalars(
        select(Moderation)
        .where(Moderation.audit_id == audit_id, Moderation.finished_at.is_not(None))
        .order_by(Moderation.finished_at, Moderation.id)
        .options(joinedload(Moderation.moderator))
    ).all()
    if not moderations:
        return []
    revised = _revised(session, audit_id)
    return [
        FinishedModeration(
            moderator=row.moderator.name,
            finished_at=row.finished_at,
            chosen_because=row.chosen_because,
            outcome=row.outcome,
            comment_on_practice=row.comment_on_practice,
            comment_on_audit_quality=row.comment_on_audit_quality,
            revisions=tuple(revision for number, revision in revised if number == row.id),
        )
        for row in moderations
        if row.finished_at is not None and row.outcome is not None
    ]


def find_moderation(session: Session, moderation_id: int, *, scope: Scope) -> Moderation:
    """Raises NoResultFound for one whose audit lies outside the scope."""
    return session.scalars(
        select(Moderation)
        .join(Moderation.audit)
        .where(Moderation.id == moderation_id, *readable(scope))
        .options(joinedload(Moderation.audit), joinedload(Moderation.moderator))
    ).one()


def open_moderation(session: Session, audit_id: int) -> Moderation | None:
    """Whoever has the audit before them now."""
    return session.scalars(
        select(Moderation)
        .where(
            Moderation.audit_id == audit_id,
            Moderation.finished_at.is_(None),
            Moderation.given_back_at.is_(None),
        )
        .options(joinedload(Moderation.moderator))
    ).one_or_none()


def given_back_by(session: Session, audit: Audit, moderator: Person) -> Moderation | None:
    """What this moderator gave back since the audit last came into the queue, the draft still with it."""
    back = session.scalars(
        select(Moderation)
        .where(
            Moderation.audit_id == audit.id,
            Moderation.moderator_id == moderator.id,
            Moderation.finished_at.is_(None),
            Moderation.given_back_at.is_not(None),
        )
        .order_by(Moderation.given_back_at.desc(), Moderation.id.desc())
        .limit(1)
    ).one_or_none()
    since = max(filter(None, (audit.submitted_at, audit.moderated_at)), default=None)
    if back is None or back.given_back_at is None or (since is not None and back.given_back_at < since):
        return None
    return back


def hides_grades(session: Session, audit: Audit, *, person: Person) -> bool:
    """Whether this person may come to judge the audit blind, so that its grades must not be shown to them.

    True for every moderator but its auditor while the audit awaits blind moderation, until that moderator
    has recorded judgements of their own.
    """
    if audit.status not in AWAITING_MODERATION or audit.auditor_id == person.id:
        return False
    if Permission.MODERATE not in person.permissions:
        return False
    under_way = open_moderation(session, audit.id)
    if under_way is None or under_way.moderator_id != person.id:
        return moderates_blind(session)
    return under_way.blind and Draft.from_json(under_way.draft).first_grades is None


def _revised(session: Session, audit_id: int) -> Sequence[tuple[int, RevisedJudgement]]:
    """Every revision of the audit with the row number of its moderation, in the order of the form."""
    audit = session.get_one(Audit, audit_id)
    scale = audit.tool_version.scale.as_scale()
    places = {section.id: section.position for section in audit.tool_version.sections}
    rows = session.execute(
        select(Revision, Question)
        .join(Moderation, Moderation.id == Revision.moderation_id)
        .join(Question, Question.id == Revision.question_id)
        .where(Moderation.audit_id == audit_id)
        .order_by(Question.position, Revision.id)
    ).all()
    in_order = sorted(rows, key=lambda row: places[row.Question.section_id])
    return [(row.Revision.moderation_id, _in_words(row.Revision, row.Question, scale)) for row in in_order]


def _in_words(revision: Revision, question: Question, scale: GradingScale) -> RevisedJudgement:
    answers = STANDARD_ANSWERS if question.kind is QuestionKind.STANDARD else scale
    return RevisedJudgement(
        code=question.code,
        name=question.name,
        from_label=answers.label(revision.from_value),
        to_label=answers.label(revision.to_value),
        reason=revision.reason,
    )
