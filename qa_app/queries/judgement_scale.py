"""Which grading scale a judgement table is drawn on: grades of two scales cannot be added up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.judgement_choice import JudgementChoice
from qa_app.domain.judgement_table import OtherScale
from qa_app.domain.scales import FOUR_GRADES, GradingScale
from qa_app.models import GradingScaleRow
from qa_app.queries.judgement_cohort import unknown
from qa_app.queries.judgement_counts import AuditCount
from qa_app.queries.judgement_questions import AskedQuestion


@dataclass(frozen=True)
class ChosenScale:
    id: int
    scale: GradingScale
    others: tuple[OtherScale, ...]


def scale_of(
    session: Session, choice: JudgementChoice, audits: Sequence[AuditCount], asked: Sequence[AskedQuestion]
) -> ChosenScale:
    """The scale chosen, or else the one that most audits are judged on; and what that leaves out."""
    rows = {row.id: row for row in session.scalars(select(GradingScaleRow).order_by(GradingScaleRow.id))}
    scales = {question.tool_version_id: question.scale_id for question in asked}
    used: dict[int, int] = defaultdict(int)
    for count in audits:
        if count.tool_version_id in scales:
            used[scales[count.tool_version_id]] += count.audits
    by_code = {row.code: row.id for row in rows.values()}
    if choice.scale is not None and choice.scale not in by_code:
        raise unknown("scale", choice.scale)
    if FOUR_GRADES.code not in by_code:
        raise InvalidInput([Problem("scale", "The database is not set up. Run: qa-app upgrade")])
    usual = max(used, key=lambda id_: used[id_], default=by_code[FOUR_GRADES.code])
    chosen_id = by_code[choice.scale] if choice.scale is not None else usual
    others = tuple(
        OtherScale(rows[id_].code, rows[id_].name, audits=number)
        for id_, number in sorted(used.items())
        if id_ != chosen_id
    )
    return ChosenScale(chosen_id, rows[chosen_id].as_scale(), others)
