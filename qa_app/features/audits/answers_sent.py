"""What an auditor's browser sends: answers, the version they were opened on, and what to keep of two."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.audit_form import UNANSWERED, Answer
from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.errors import Problem

TEXT, VALUE, KEEP = "text-", "value-", "keep-"
"""What the names of fields begin with, before the code of their question."""


class Keep(StrEnum):
    """What becomes of a question that was answered in two places."""

    STORED = "stored"
    TYPED = "typed"
    BOTH = "both"


@dataclass(frozen=True)
class Sent:
    """`answers` by question code, only of the questions that were on the page."""

    answers: Mapping[str, Answer]
    problems: tuple[Problem, ...]
    opened_at_version: int


def sent_answers(form: Mapping[str, str]) -> Sent:
    """A question was on the page if its text was: radio buttons that nobody chose are not sent."""
    answers, problems = {}, []
    for name, text in form.items():
        if not name.startswith(TEXT):
            continue
        code = name.removeprefix(TEXT)
        written = form.get(f"{VALUE}{code}", "")
        if written and not _is_position(written):
            problems.append(Problem(code, "Choose one of the answers on the page"))
        value = int(written) if _is_position(written) else None
        answers[code] = Answer(value, text.replace("\r\n", "\n"))
    version = form.get("version", "")
    return Sent(answers, tuple(problems), int(version) if _is_position(version) else 0)


def decided(sent: Sent, form: Mapping[str, str], tool: AuditTool, stored: Mapping[str, Answer]) -> Sent:
    """The same after its sender chose, for each question answered in two places, which answer to keep."""
    answers, problems = dict(sent.answers), list(sent.problems)
    for question in tool.questions:
        typed, kept = answers.get(question.code), stored.get(question.code, UNANSWERED)
        if typed is None or typed == kept:
            continue
        match form.get(f"{KEEP}{question.code}"):
            case Keep.STORED:
                del answers[question.code]
            case Keep.BOTH:
                answers[question.code] = Answer(typed.value, f"{kept.text}\n\n{typed.text}")
            case Keep.TYPED:
                pass
            case _:
                sentence = f"Choose which answer to keep for {question.short_name}"
                problems.append(Problem(question.code, sentence))
    return Sent(answers, tuple(problems), sent.opened_at_version)


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
