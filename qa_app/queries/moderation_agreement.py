"""What auditors and moderators judged, side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scales import GradingScale
from qa_app.domain.scope import Scope
from qa_app.models import (
    Audit,
    AuditToolVersion,
    GradingScaleRow,
    Judgement,
    Moderation,
    Question,
    Revision,
)
from qa_app.queries.scopes import countable


@dataclass(frozen=True)
class JudgedTwice:
    """On one scale, how often each pair of (auditor's, moderator's) positions came about."""

    scale: GradingScale
    pairs: Counter[tuple[int, int]]
    blind: int
    """How many of them the moderator judged without knowing the auditor's grade."""


def judged_twice(
    session: Session, *, first_month: int, last_month: int, of: str, scope: Scope
) -> Sequence[JudgedTwice]:
    """One row for every scale, of the audits chosen at random whose audit date lies in these months.

    `of` is a question's code, or OVERALL. The moderator's position is the one that very moderation gave,
    whatever a later one made of it.
    """
    auditor = type_coerce(Judgement.auditor_value, Integer)  # unanswered ones are left out below
    moderator = func.coalesce(Revision.to_value, auditor)
    statement = (
        select(
            AuditToolVersion.scale_id,
            auditor,
            moderator,
            func.count(),
            func.count().filter(Moderation.blind),
        )
        .select_from(Moderation)
        .join(Audit, Audit.id == Moderation.audit_id)
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(Question, and_(Question.version_id == AuditToolVersion.id, _asked(of)))
        .join(Judgement, and_(Judgement.audit_id == Audit.id, Judgement.question_id == Question.id))
        .outerjoin(
            Revision,
            and_(Revision.moderation_id == Moderation.id, Revision.question_id == Question.id),
        )
        .where(
            Moderation.finished_at.is_not(None),
            Moderation.chosen_because == ChosenBecause.RANDOM,
            Audit.month.between(first_month, last_month),
            Judgement.auditor_value.is_not(None),
            *countable(scope),
        )
        .group_by(AuditToolVersion.scale_id, auditor, moderator)
    )
    pairs: dict[int, Counter[tuple[int, int]]] = {}
    blind: Counter[int] = Counter()
    for scale_id, auditors, moderators, number, number_blind in session.execute(statement):
        pairs.setdefault(scale_id, Counter())[auditors, moderators] += number
        blind[scale_id] += number_blind
    scales = session.scalars(
        select(GradingScaleRow).where(GradingScaleRow.id.in_(sorted(pairs))).order_by(GradingScaleRow.id)
    )
    return [JudgedTwice(row.as_scale(), pairs[row.id], blind[row.id]) for row in scales]


def _asked(of: str) -> ColumnElement[bool]:
    if of == OVERALL:
        return Question.is_overall.is_(True)
    return and_(Question.code == of, Question.kind == QuestionKind.JUDGEMENT)
