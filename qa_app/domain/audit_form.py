"""The rules of filling in an audit tool, before anything is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.errors import Problem
from qa_app.domain.scales import NOT_APPLICABLE, STANDARD_ANSWERS, GradingScale


@dataclass(frozen=True)
class Answer:
    """What the auditor has put down so far.

    For a judgement `value` is the position on the scale (1 is best) and `text` the evidence; for a standard
    1 is met and 2 not met; 0 is not applicable in both. A text question has no value, only `text`.
    """

    value: int | None = None
    text: str = ""


@dataclass(frozen=True)
class SectionProgress:
    """How far one section has come, in questions.

    `answered` counts every answered question, `required` those that must be answered, and `left` those
    that still stand in the way of submitting, such as a grade without its evidence.
    """

    title: str
    answered: int
    required: int
    left: int


UNANSWERED = Answer()


def missing(tool: AuditTool, answers: Mapping[str, Answer]) -> list[Problem]:
    """What stands between these answers and submitting them, in the order of the form.

    The field of a problem is the code of its question, and a question has at most one problem. Answers to
    codes the tool does not ask are ignored.
    """
    problems = (
        _problem_with(tool.scale, question, answers.get(question.code, UNANSWERED))
        for question in tool.questions
    )
    return [problem for problem in problems if problem is not None]


def progress(tool: AuditTool, answers: Mapping[str, Answer]) -> tuple[SectionProgress, ...]:
    """One row for every section, in the order of the form."""
    blocked = {problem.field for problem in missing(tool, answers)}
    return tuple(
        SectionProgress(
            title=section.title,
            answered=sum(
                is_answered(question, answers.get(question.code, UNANSWERED))
                for question in section.questions
            ),
            required=sum(question.required for question in section.questions),
            left=sum(question.code in blocked for question in section.questions),
        )
        for section in tool.sections
    )


def is_answered(question: Question, answer: Answer) -> bool:
    """A text is answered by words, anything else by a value: not applicable is an answer."""
    return bool(answer.text.strip()) if question.kind is QuestionKind.TEXT else answer.value is not None


def _problem_with(scale: GradingScale, question: Question, answer: Answer) -> Problem | None:
    sentence = next(_sentences(scale, question, answer), None)
    return None if sentence is None else Problem(question.code, sentence)


def _sentences(scale: GradingScale, question: Question, answer: Answer) -> Iterator[str]:
    if not is_answered(question, answer):
        if question.required:
            yield _request(question)
        return
    if question.kind is QuestionKind.TEXT or answer.value is None:
        return
    name = question.short_name
    offered = scale if question.kind is QuestionKind.JUDGEMENT else STANDARD_ANSWERS
    if answer.value == NOT_APPLICABLE:
        if not question.allows_not_applicable:
            yield f"Choose another answer for {name}: Not applicable is not allowed here"
    elif answer.value not in offered.positions:
        yield f"Choose another answer for {name}: {answer.value} is not one of {', '.join(offered.labels)}"
    elif answer.value in offered.evidence_required and not answer.text.strip():
        yield f"Say what in the file shows {offered.label(answer.value)} for {name}"


def _request(question: Question) -> str:
    match question.kind:
        case QuestionKind.TEXT:
            return f"Write something under {question.short_name}"
        case QuestionKind.JUDGEMENT:
            return f"Choose a grade for {question.short_name}"
        case QuestionKind.STANDARD if question.allows_not_applicable:
            return f"Choose Met, Not met or Not applicable for {question.short_name}"
        case QuestionKind.STANDARD:
            return f"Choose Met or Not met for {question.short_name}"
