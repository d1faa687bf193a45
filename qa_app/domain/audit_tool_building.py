"""Building an audit tool step by step; each step gives a whole new tool.

Sections are numbered from 1, as people count them; questions are named by their codes.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import replace

from qa_app.domain.audit_tool import AuditTool, Question, Section
from qa_app.domain.scales import GradingScale

LONGEST_CODE = 60
_OUTSIDE_CODES = re.compile(r"[^a-z0-9]+")


def suggested_code(name: str, *, taken: Collection[str] = (), otherwise: str = "question") -> str:
    """> childrens-voice from “Children's voice”, or > childrens-voice-2 where that is taken

    A name without any Latin letter gives `otherwise`.
    """
    plain = unicodedata.normalize("NFKD", name.replace("'", "")).encode("ascii", "ignore").decode().lower()
    words = _OUTSIDE_CODES.sub("-", plain).lstrip("-0123456789").strip("-") or otherwise
    code, number = words[:LONGEST_CODE].rstrip("-"), 2
    while code in taken:
        ending = f"-{number}"
        code, number = words[: LONGEST_CODE - len(ending)].rstrip("-") + ending, number + 1
    return code


def section_number(tool: AuditTool, code: str) -> int:
    """The section that asks this question. Raises LookupError."""
    for number, section in enumerate(tool.sections, start=1):
        if any(question.code == code for question in section.questions):
            return number
    raise LookupError(f"The audit tool {tool.code} has no question {code}")


def section_at(tool: AuditTool, number: int) -> Section:
    """Raises LookupError."""
    if not 1 <= number <= len(tool.sections):
        raise LookupError(f"The audit tool {tool.code} has no section {number}")
    return tool.sections[number - 1]


def add_section(tool: AuditTool, *, title: str, guidance: str) -> AuditTool:
    return replace(tool, sections=(*tool.sections, Section(title=title, guidance=guidance, questions=())))


def change_section(tool: AuditTool, number: int, *, title: str, guidance: str) -> AuditTool:
    return _with_section(tool, number, lambda section: replace(section, title=title, guidance=guidance))


def move_section(tool: AuditTool, number: int, *, places: int) -> AuditTool:
    """Up for negative places; at either end it stays."""
    section = section_at(tool, number)
    others = [*tool.sections[: number - 1], *tool.sections[number:]]
    others.insert(max(0, number - 1 + places), section)
    return replace(tool, sections=tuple(others))


def remove_section(tool: AuditTool, number: int) -> AuditTool:
    """Takes its questions away with it."""
    section_at(tool, number)
    return replace(tool, sections=(*tool.sections[: number - 1], *tool.sections[number:]))


def add_question(tool: AuditTool, question: Question, *, section: int) -> AuditTool:
    """At the end of the section; an overall judgement takes the mark from the one before."""
    tool = _only_overall(tool, question)
    return _with_section(tool, section, lambda found: replace(found, questions=(*found.questions, question)))


def change_question(tool: AuditTool, code: str, question: Question, *, section: int) -> AuditTool:
    """In its place, or at the end of another section."""
    if section_number(tool, code) != section:
        return add_question(remove_question(tool, code), question, section=section)
    return _with_section(
        _only_overall(tool, question),
        section,
        lambda found: replace(
            found, questions=tuple(question if each.code == code else each for each in found.questions)
        ),
    )


def remove_question(tool: AuditTool, code: str) -> AuditTool:
    return _with_section(
        tool,
        section_number(tool, code),
        lambda found: replace(found, questions=tuple(each for each in found.questions if each.code != code)),
    )


def move_question_up(tool: AuditTool, code: str) -> AuditTool:
    """From the top of a section to the end of the one above; the very first stays."""
    number = section_number(tool, code)
    questions = tool.sections[number - 1].questions
    place = [question.code for question in questions].index(code)
    if place > 0:
        above, moved = questions[place - 1 : place + 1]
        return _with_questions(tool, number, (*questions[: place - 1], moved, above, *questions[place + 1 :]))
    if number == 1:
        return tool
    without = _with_questions(tool, number, questions[1:])
    return add_question(without, questions[0], section=number - 1)


def move_question_down(tool: AuditTool, code: str) -> AuditTool:
    """From the end of a section to the top of the one below; the very last stays."""
    return _upside_down(move_question_up(_upside_down(tool), code))


def change_scale(tool: AuditTool, scale: GradingScale) -> AuditTool:
    """The descriptors follow their grades: by place on a scale as long, else by label.

    What was written for a grade that is not on the new scale goes to the end of the guidance.
    """
    if scale.labels == tool.scale.labels:
        return replace(tool, scale=scale)
    sections = tuple(
        replace(
            section,
            questions=tuple(_on_scale(question, old=tool.scale, new=scale) for question in section.questions),
        )
        for section in tool.sections
    )
    return replace(tool, scale=scale, sections=sections)


def _on_scale(question: Question, *, old: GradingScale, new: GradingScale) -> Question:
    if not question.descriptors or len(old.labels) == len(new.labels):
        return question
    written = dict(zip(old.labels, question.descriptors, strict=False))
    kept = tuple(written.get(label, "") for label in new.labels)
    left_over = [f"{label}: {text}" for label, text in written.items() if text and label not in new.labels]
    return replace(
        question,
        descriptors=kept if any(kept) else (),
        guidance="\n\n".join(part for part in (question.guidance, *left_over) if part),
    )


def _only_overall(tool: AuditTool, question: Question) -> AuditTool:
    """Unmarks every other question where this one is the overall judgement."""
    if not question.is_overall:
        return tool
    return replace(
        tool,
        sections=tuple(
            replace(section, questions=tuple(replace(each, is_overall=False) for each in section.questions))
            for section in tool.sections
        ),
    )


def _with_section(tool: AuditTool, number: int, change: Callable[[Section], Section]) -> AuditTool:
    changed = change(section_at(tool, number))
    return replace(tool, sections=(*tool.sections[: number - 1], changed, *tool.sections[number:]))


def _with_questions(tool: AuditTool, number: int, questions: tuple[Question, ...]) -> AuditTool:
    return _with_section(tool, number, lambda section: replace(section, questions=questions))


def _upside_down(tool: AuditTool) -> AuditTool:
    return replace(
        tool,
        sections=tuple(
            replace(section, questions=section.questions[::-1]) for section in tool.sections[::-1]
        ),
    )
