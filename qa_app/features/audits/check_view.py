"""Everything that was answered, to be checked before it is submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from qa_app.domain.audit_form import UNANSWERED, Answer, is_answered
from qa_app.domain.audit_tool import AuditTool, Question
from qa_app.domain.errors import Problem
from qa_app.features.audits.form_view import problem_links
from qa_app.web.question_view import answer_label, field_of


@dataclass(frozen=True)
class CheckRow:
    name: str
    label: str
    text: str
    is_answered: bool
    problem: str
    change: str


@dataclass(frozen=True)
class CheckSection:
    title: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True)
class CheckView:
    sections: tuple[CheckSection, ...]
    problems: tuple[tuple[str, str], ...]
    """(address of what is to be filled in, sentence)"""


def check_view(
    tool: AuditTool, answers: Mapping[str, Answer], problems: Sequence[Problem], *, audit_id: int
) -> CheckView:
    sentences = {problem.field: problem.message for problem in problems}
    details = url_for("audits.details", audit_id=audit_id)
    return CheckView(
        sections=tuple(
            CheckSection(
                section.title,
                tuple(
                    _row(
                        tool,
                        question,
                        answers.get(question.code, UNANSWERED),
                        sentences.get(question.code, ""),
                        page=url_for("audits.section", audit_id=audit_id, number=number),
                    )
                    for question in section.questions
                ),
            )
            for number, section in enumerate(tool.sections, start=1)
        ),
        problems=tuple(
            (href or details, said)
            for href, said in problem_links(tool, problems, answers, audit_id=audit_id)
        ),
    )


def _row(tool: AuditTool, question: Question, answer: Answer, problem: str, *, page: str) -> CheckRow:
    return CheckRow(
        name=question.short_name,
        label=answer_label(question, tool.scale, answer.value),
        text=answer.text,
        is_answered=is_answered(question, answer),
        problem=problem,
        change=f"{page}#{field_of(question, answer)}",
    )
