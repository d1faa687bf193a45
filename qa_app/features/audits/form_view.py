"""What the pages of the form lay out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from qa_app.domain.audit_form import UNANSWERED, Answer, SectionProgress, progress
from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.errors import Problem
from qa_app.web.question_view import field_of


@dataclass(frozen=True)
class SectionLink:
    number: int
    title: str
    status: str
    done: bool
    current: bool
    href: str


def section_links(
    tool: AuditTool, answers: Mapping[str, Answer], *, audit_id: int, current: int | None = None
) -> list[SectionLink]:
    return [
        SectionLink(
            number=number,
            title=row.title,
            status=_status(row),
            done=row.left == 0,
            current=number == current,
            href=url_for("audits.section", audit_id=audit_id, number=number),
        )
        for number, row in enumerate(progress(tool, answers), start=1)
    ]


def left_in_words(tool: AuditTool, answers: Mapping[str, Answer]) -> str:
    """> 14 of 36 questions answered. 20 still have to be answered before you can submit."""
    rows = progress(tool, answers)
    answered, left = sum(row.answered for row in rows), sum(row.left for row in rows)
    start = f"{answered} of {len(tool.questions)} questions answered."
    if not left:
        return f"{start} Nothing is missing."
    still = (
        "1 still needs an answer or its evidence" if left == 1 else f"{left} still need answers or evidence"
    )
    return f"{start} {still} before you can submit."


def problem_links(
    tool: AuditTool,
    problems: Sequence[Problem],
    answers: Mapping[str, Answer],
    *,
    audit_id: int | None = None,
) -> list[tuple[str, str]]:
    """(address, sentence): the field on this page, or with an audit's number on the page of its section."""
    links = []
    for problem in problems:
        section = section_of(tool, problem.field)
        if section is None:
            links.append(("", problem.message))
            continue
        question = tool.question(problem.field)
        anchor = f"#{field_of(question, answers.get(question.code, UNANSWERED))}"
        page = url_for("audits.section", audit_id=audit_id, number=section) if audit_id is not None else ""
        links.append((f"{page}{anchor}", problem.message))
    return links


def section_of(tool: AuditTool, code: str) -> int | None:
    """The number, from 1, of the section that asks this question."""
    for number, section in enumerate(tool.sections, start=1):
        if any(question.code == code for question in section.questions):
            return number
    return None


def _status(row: SectionProgress) -> str:
    """> Done, or > 3 left, or > Not started, or > Optional where nothing has to be answered."""
    if row.left:
        return f"{row.left} left" if row.answered else "Not started"
    return "Done" if row.required or row.answered else "Optional"
