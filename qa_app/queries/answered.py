"""Audits by what they answered: behind a figure stand those whose answers it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL, Judged
from qa_app.models import Audit, Judgement, Question
from qa_app.queries.judgement_counts import JUDGED


@dataclass(frozen=True)
class Answered:
    """An answer to one of these questions: the codes, or OVERALL for the overall judgement.

    `grade` is one position (for a standard 1 is met, 2 not met; 0 is not applicable), `up_to` a position or
    a better one. Neither: any answer but not applicable.
    """

    questions: tuple[str, ...]
    kind: QuestionKind = QuestionKind.JUDGEMENT
    grade: int | None = None
    up_to: int | None = None
    judged: Judged = Judged.FINAL

    @property
    def is_about_one(self) -> bool:
        """Whether an audit gives one answer at most, so that there are as many answers as audits."""
        return len(self.questions) == 1

    @property
    def gives_grades_away(self) -> bool:
        """Whether to be on the list says how something was judged."""
        return self.grade is not None or self.up_to is not None


def is_asked(codes: Sequence[str]) -> ColumnElement[bool]:
    """Whether a question is named by one of these, as the judgement tables understand them."""
    coded = Question.code.in_([code for code in codes if code != OVERALL])
    return or_(coded, Question.is_overall) if OVERALL in codes else coded


def has_answered(wanted: Answered) -> ColumnElement[bool]:
    """Of an audit, part of a statement about audits."""
    return exists(_answers(select(Judgement.audit_id), wanted))


def the_answer(wanted: Answered) -> ScalarSelect[int | None]:
    """An audit's answer, where it is asked about one question."""
    return _answers(select(func.min(JUDGED[wanted.judged])), wanted).scalar_subquery()


def how_many_answers(wanted: Answered) -> ScalarSelect[int]:
    """How many of an audit's answers are among those wanted."""
    return _answers(select(func.count()), wanted).scalar_subquery()


def _answers(statement: Select[Any], wanted: Answered) -> Select[Any]:
    judged = JUDGED[wanted.judged]
    if wanted.grade is not None:
        fits = [judged == wanted.grade]
    else:
        fits = [judged > 0] if wanted.up_to is None else [judged > 0, judged <= wanted.up_to]
    return (
        statement.select_from(Question)
        .join(Judgement, (Judgement.question_id == Question.id) & (Judgement.audit_id == Audit.id))
        .where(
            Question.version_id == Audit.tool_version_id,
            Question.kind == wanted.kind,
            is_asked(wanted.questions),
            *fits,
        )
        .correlate(Audit)
    )
