"""Two answers to the same question, side by side, for the auditor to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.audit_form import UNANSWERED, Answer
from qa_app.domain.audit_tool import AuditTool, Question
from qa_app.domain.errors import Problem
from qa_app.features.audits.answers_sent import KEEP, Keep
from qa_app.web.question_view import answer_label

NO_ANSWER = "No answer"


@dataclass(frozen=True)
class TwoAnswers:
    code: str
    name: str
    stored_label: str
    stored_text: str
    typed_label: str
    typed_text: str
    typed_value: str
    """As the form sends it: empty for no answer."""
    may_keep_both: bool
    """Both texts, where they do not hang on different grades."""
    keep: str
    error: str


@dataclass(frozen=True)
class ConflictView:
    questions: tuple[TwoAnswers, ...]
    problems: tuple[tuple[str, str], ...]
    """(id, sentence)"""


def conflict_view(
    tool: AuditTool,
    stored: Mapping[str, Answer],
    typed: Mapping[str, Answer],
    form: Mapping[str, str],
    problems: Sequence[Problem],
) -> ConflictView:
    """Only the questions whose typed answer differs from the one that is stored."""
    sentences = {problem.field: problem.message for problem in problems}
    differing = [
        question
        for question in tool.questions
        if question.code in typed and typed[question.code] != stored.get(question.code, UNANSWERED)
    ]
    return ConflictView(
        questions=tuple(
            _two_answers(
                tool,
                question,
                stored.get(question.code, UNANSWERED),
                typed[question.code],
                keep=form.get(f"{KEEP}{question.code}", ""),
                error=sentences.get(question.code, ""),
            )
            for question in differing
        ),
        problems=tuple((f"{KEEP}{problem.field}", problem.message) for problem in problems),
    )


def _two_answers(
    tool: AuditTool, question: Question, stored: Answer, typed: Answer, *, keep: str, error: str
) -> TwoAnswers:
    both = bool(stored.text.strip() and typed.text.strip()) and stored.text != typed.text
    return TwoAnswers(
        code=question.code,
        name=question.short_name,
        stored_label=answer_label(question, tool.scale, stored.value),
        stored_text=stored.text,
        typed_label=answer_label(question, tool.scale, typed.value),
        typed_text=typed.text,
        typed_value="" if typed.value is None else str(typed.value),
        may_keep_both=both and stored.value == typed.value,
        keep=keep if keep in set(Keep) else "",
        error=error,
    )
