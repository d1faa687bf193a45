"""What a moderator may decide about an audit, and what has to be decided before it is finished."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.audit_details import is_same_person
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.errors import NotPermitted, Problem
from qa_app.domain.scales import NOT_APPLICABLE, STANDARD_ANSWERS, GradingScale

COMMENT_ON_PRACTICE = "comment_on_practice"
COMMENT_ON_AUDIT_QUALITY = "comment_on_audit_quality"


@dataclass(frozen=True)
class Decision:
    """The position the moderator gives (None: nothing chosen yet) and, where it differs, the reason."""

    value: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """A judgement that moderation revises, from the one that counted until now."""

    code: str
    from_value: int
    to_value: int
    reason: str


UNDECIDED = Decision()


def grade_field(code: str) -> str:
    """> grade-assessment, where a problem with the grade of this question is shown"""
    return f"grade-{code}"


def reason_field(code: str) -> str:
    """> reason-assessment"""
    return f"reason-{code}"


def answers_to(question: Question, scale: GradingScale) -> GradingScale:
    """What the question is answered with: the grades of the tool's scale, or met and not met."""
    return STANDARD_ANSWERS if question.kind is QuestionKind.STANDARD else scale


def moderated_questions(tool: AuditTool, counted: Mapping[str, int]) -> tuple[Question, ...]:
    """What a moderator decides about: judgements and standards that the auditor answered.

    `counted` holds, by code, the judgement that counts so far. Text is only read.
    """
    return tuple(
        question
        for question in tool.questions
        if question.kind is not QuestionKind.TEXT and question.code in counted
    )


def changes(
    tool: AuditTool, counted: Mapping[str, int], decisions: Mapping[str, Decision]
) -> tuple[Change, ...]:
    """What the decisions revise, in the order of the form; what was not decided stays as it is."""
    decided = (
        (question.code, decisions.get(question.code, UNDECIDED))
        for question in moderated_questions(tool, counted)
    )
    return tuple(
        Change(code, counted[code], decision.value, decision.reason.strip())
        for code, decision in decided
        if decision.value is not None and decision.value != counted[code]
    )


def problems_with_decisions(
    tool: AuditTool, counted: Mapping[str, int], decisions: Mapping[str, Decision]
) -> list[Problem]:
    """What stands in the way of finishing, in the order of the form.

    Every judgement has to be decided; a standard that nobody touched is agreed with.
    """
    asked = moderated_questions(tool, counted)
    known = {question.code for question in asked}
    problems = [
        Problem(grade_field(code), f"The audit has no answer to {code}, so it cannot be moderated")
        for code in decisions
        if code not in known
    ]
    for question in asked:
        decision = decisions.get(question.code, UNDECIDED)
        problems += _problems_with(question, tool.scale, counted[question.code], decision)
    return problems


def problems_with_first_grades(
    tool: AuditTool, counted: Mapping[str, int], grades: Mapping[str, int]
) -> list[Problem]:
    """What stands in the way of recording a moderator's blind judgements: each one has to be made."""
    problems: list[Problem] = []
    for question in first_graded(tool, counted):
        value = grades.get(question.code)
        if value is None:
            problem = f"Choose a grade for {question.short_name}"
            problems.append(Problem(grade_field(question.code), problem))
        else:
            problems += _off_the_scale(question, tool.scale, value)
    return problems


def first_graded(tool: AuditTool, counted: Mapping[str, int]) -> tuple[Question, ...]:
    """What a moderator judges before seeing the auditor's grades: the judgements, not the standards."""
    return tuple(
        question for question in moderated_questions(tool, counted) if question.kind is QuestionKind.JUDGEMENT
    )


def problems_with_comments(comment_on_practice: str, comment_on_audit_quality: str) -> list[Problem]:
    """Both are asked for: what the child's file shows, and what the auditor can learn, are two things."""
    problems = []
    if not comment_on_practice.strip():
        problems.append(Problem(COMMENT_ON_PRACTICE, "Write at least a sentence on practice"))
    if not comment_on_audit_quality.strip():
        problems.append(
            Problem(COMMENT_ON_AUDIT_QUALITY, "Write at least a sentence on the quality of the audit")
        )
    return problems


def check_not_own(*, moderator_id: int, moderator: str, auditor_id: int, worker: str) -> None:
    """Raises NotPermitted for one's own audit, or one of one's own work: `moderator`, `worker` are names."""
    if moderator_id == auditor_id:
        raise NotPermitted("This is your own audit, so somebody else has to moderate it.")
    if is_same_person(worker, moderator):
        raise NotPermitted("You are named as the worker in this audit, so somebody else has to moderate it.")


def _problems_with(
    question: Question, scale: GradingScale, counted: int, decision: Decision
) -> Iterator[Problem]:
    name, reason = question.short_name, decision.reason.strip()
    if decision.value is None:
        if question.kind is QuestionKind.JUDGEMENT:
            yield Problem(grade_field(question.code), f"Agree, or choose another grade, for {name}")
        elif reason:
            yield _idle_reason(question)
        return
    yield from _off_the_scale(question, scale, decision.value, counted=counted)
    if decision.value != counted and not reason:
        yield Problem(reason_field(question.code), f"Say why you revise {name}")
    if decision.value == counted and reason:
        yield _idle_reason(question)


def _idle_reason(question: Question) -> Problem:
    # Nothing keeps a reason for a judgement that is not revised, and typed words are never lost.
    return Problem(
        reason_field(question.code),
        f"You agree on {question.short_name} and give a reason: choose another answer,"
        " or move the words to your comments",
    )


def _off_the_scale(
    question: Question, scale: GradingScale, value: int, *, counted: int | None = None
) -> Sequence[Problem]:
    """A value nobody offers; agreeing with what stands is always possible."""
    offered = answers_to(question, scale)
    allowed = value in offered.positions or (value == NOT_APPLICABLE and question.allows_not_applicable)
    if allowed or value == counted:
        return ()
    accepted = ", ".join(offered.labels)
    return (Problem(grade_field(question.code), f"Choose one of {accepted} for {question.short_name}"),)
