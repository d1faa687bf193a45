"""What an audit tool must be before it can go live."""

import re
from collections import Counter
from collections.abc import Iterator

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.errors import Problem
from qa_app.domain.free_text import unkept_character

CODE = re.compile(r"[a-z][a-z0-9-]{0,59}")
MOST_QUESTIONS = 100
LONGEST_NAME = 100
LONGEST_TITLE = 200
LONGEST_WORDING = 500
LONGEST_DESCRIPTOR = 1_000
LONGEST_GUIDANCE = 4_000
"""Lengths in characters: what fits a heading, a line above the answer, and a screen of explanation."""


def problems_with(tool: AuditTool) -> list[Problem]:
    """Everything that keeps the tool from going live, in the order of the form.

    The field of a problem is the path of the value in the tool's JSON: `sections[0].questions[2].wording`.
    """
    return [*_about_the_tool(tool), *_about_the_sections(tool), *_about_the_overall_judgement(tool)]


def _about_the_tool(tool: AuditTool) -> Iterator[Problem]:
    yield from _code("code", tool.code)
    yield from _needed("name", tool.name, what="a name for the audit tool", longest=LONGEST_NAME)
    yield from _text("purpose", tool.purpose, longest=LONGEST_GUIDANCE)
    yield from _code("scale.code", tool.scale.code)
    yield from _needed("scale.name", tool.scale.name, what="a name for the scale", longest=LONGEST_NAME)
    for number, label in enumerate(tool.scale.labels):
        yield from _text(f"scale.labels[{number}]", label, longest=LONGEST_NAME)
    if not tool.sections:
        yield Problem("sections", "Add a section with at least one question")
    if len(tool.questions) > MOST_QUESTIONS:
        yield Problem("sections", f"Ask at most {MOST_QUESTIONS} questions: there are {len(tool.questions)}")


def _about_the_sections(tool: AuditTool) -> Iterator[Problem]:
    times = Counter(question.code for question in tool.questions)
    for number, section in enumerate(tool.sections):
        path = f"sections[{number}]"
        yield from _needed(f"{path}.title", section.title, what="a section title", longest=LONGEST_TITLE)
        yield from _text(f"{path}.guidance", section.guidance, longest=LONGEST_GUIDANCE)
        if not section.questions:
            yield Problem(f"{path}.questions", "Add a question to this section, or remove the section")
        for place, question in enumerate(section.questions):
            yield from _about_a_question(tool, question, path=f"{path}.questions[{place}]")
            if times[question.code] > 1:
                yield Problem(
                    f"{path}.questions[{place}].code",
                    f"Give each question its own code: {question.code} is used {times[question.code]} times",
                )


def _about_a_question(tool: AuditTool, question: Question, *, path: str) -> Iterator[Problem]:
    yield from _code(f"{path}.code", question.code)
    yield from _needed(f"{path}.wording", question.wording, what="the question", longest=LONGEST_WORDING)
    yield from _text(f"{path}.guidance", question.guidance, longest=LONGEST_GUIDANCE)
    yield from _text(f"{path}.name", question.name, longest=LONGEST_NAME)
    for number, descriptor in enumerate(question.descriptors):
        field = f"{path}.descriptors[{number}]"
        yield from _needed(field, descriptor, what="what this grade looks like", longest=LONGEST_DESCRIPTOR)
    yield from _descriptors_fit(tool, question, path=path)
    if question.kind is QuestionKind.TEXT and question.allows_not_applicable:
        yield Problem(
            f"{path}.allows_not_applicable",
            "A text question cannot be answered Not applicable: make it not required instead",
        )


def _descriptors_fit(tool: AuditTool, question: Question, *, path: str) -> Iterator[Problem]:
    grades, written = len(tool.scale.labels), len(question.descriptors)
    if written and question.kind is not QuestionKind.JUDGEMENT:
        yield Problem(
            f"{path}.descriptors", "Only a judgement has grade descriptors: put the words in the guidance"
        )
    elif written not in (0, grades):
        yield Problem(
            f"{path}.descriptors",
            f"Write one descriptor for each of the {grades} grades, or none: there are {written}",
        )


def _about_the_overall_judgement(tool: AuditTool) -> Iterator[Problem]:
    marked = [
        (question, f"sections[{number}].questions[{place}]")
        for number, section in enumerate(tool.sections)
        for place, question in enumerate(section.questions)
        if question.is_overall
    ]
    if not marked:
        yield Problem("sections", "Mark one judgement as the overall judgement")
    for _, path in marked[1:]:
        yield Problem(f"{path}.is_overall", "Mark only one judgement as the overall judgement")
    for question, path in marked:
        if question.kind is not QuestionKind.JUDGEMENT:
            yield Problem(f"{path}.kind", "Make the overall judgement a judgement, or mark another question")
        if not question.required:
            yield Problem(f"{path}.required", "Make the overall judgement required: every audit has one")
        if question.allows_not_applicable:
            yield Problem(
                f"{path}.allows_not_applicable",
                "Do not allow Not applicable for the overall judgement: every audit has one",
            )


def _code(field: str, code: str) -> Iterator[Problem]:
    if not CODE.fullmatch(code):
        yield Problem(
            field,
            "Write a code of up to 60 small letters, figures and hyphens that begins with a letter, "
            "such as direct-work",
        )


def _needed(field: str, text: str, *, what: str, longest: int) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(field, f"Write {what}")
    yield from _text(field, text, longest=longest)


def _text(field: str, text: str, *, longest: int) -> Iterator[Problem]:
    if len(text) > longest:
        yield Problem(field, f"Shorten this to {longest:,} characters: it has {len(text):,}")
    unkept = unkept_character(text)
    if unkept is not None:
        yield Problem(field, f"Take out the control character {unkept}: it cannot be stored")
