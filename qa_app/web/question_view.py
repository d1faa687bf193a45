"""The questions of an audit tool as a form asks them: for the auditor, and for whoever builds the tool."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa_app.domain.audit_form import UNANSWERED, Answer
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.errors import Problem
from qa_app.domain.scales import NOT_APPLICABLE, NOT_APPLICABLE_LABEL, STANDARD_ANSWERS, GradingScale


@dataclass(frozen=True)
class Option:
    """One radio button; `hint` describes what the grade looks like."""

    id: str
    value: int
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True)
class QuestionView:
    code: str
    legend: str
    guidance: tuple[str, ...]
    guidance_label: str
    options: tuple[Option, ...]
    """Empty for a question that is answered in words."""
    inline: bool
    text: str
    text_label: str
    text_hint: str
    rows: int
    value_error: str
    text_error: str


@dataclass(frozen=True)
class SectionView:
    number: int
    title: str
    guidance: tuple[str, ...]
    questions: tuple[QuestionView, ...]


def section_view(
    tool: AuditTool, number: int, answers: Mapping[str, Answer], problems: Iterable[Problem] = ()
) -> SectionView:
    """`number` counts from 1; problems are shown at the questions that they name."""
    section = tool.sections[number - 1]
    sentences = {problem.field: problem.message for problem in problems}
    return SectionView(
        number=number,
        title=section.title,
        guidance=paragraphs(section.guidance),
        questions=tuple(
            _question(question, tool.scale, answers.get(question.code, UNANSWERED), sentences)
            for question in section.questions
        ),
    )


def field_of(question: Question, answer: Answer) -> str:
    """The id of what is to be filled in next: the first button, or the words where one is chosen."""
    asks_words = question.kind is QuestionKind.TEXT or answer.value is not None
    return f"text-{question.code}" if asks_words else f"value-{question.code}"


def answer_label(question: Question, scale: GradingScale, value: int | None) -> str:
    """> Good, or > Met, or nothing where there is no answer."""
    if value is None:
        return ""
    offered = STANDARD_ANSWERS if question.kind is QuestionKind.STANDARD else scale
    in_range = value == NOT_APPLICABLE or value in offered.positions
    return offered.label(value) if in_range else str(value)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, which blank lines divide."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def _question(
    question: Question, scale: GradingScale, answer: Answer, sentences: Mapping[str, str]
) -> QuestionView:
    error = sentences.get(question.code, "")
    about_words = field_of(question, answer).startswith("text-")
    graded = question.kind is QuestionKind.JUDGEMENT
    return QuestionView(
        code=question.code,
        legend=question.wording if question.required else f"{question.wording} (optional)",
        guidance=paragraphs(question.guidance),
        guidance_label="What to look for"
        if question.kind is not QuestionKind.STANDARD
        else "What counts as met",
        options=_options(question, scale, answer),
        inline=not (graded and any(question.descriptors)),
        text=answer.text,
        text_label=_text_label(question),
        text_hint=_text_hint(question, scale),
        rows=8 if graded else 5 if question.kind is QuestionKind.TEXT else 2,
        value_error="" if about_words else error,
        text_error=error if about_words else "",
    )


def _options(question: Question, scale: GradingScale, answer: Answer) -> tuple[Option, ...]:
    if question.kind is QuestionKind.TEXT:
        return ()
    standard = question.kind is QuestionKind.STANDARD
    offered = STANDARD_ANSWERS if standard else scale
    hints = () if standard else question.descriptors
    choices = [
        (position, label, hints[position - 1] if position <= len(hints) else "")
        for position, label in zip(offered.positions, offered.labels, strict=True)
    ]
    if question.allows_not_applicable:
        choices.append((NOT_APPLICABLE, NOT_APPLICABLE_LABEL, ""))
    return tuple(
        Option(
            id=f"value-{question.code}" if place == 1 else f"value-{question.code}-{place}",
            value=value,
            label=label,
            hint=hint,
            checked=value == answer.value,
        )
        for place, (value, label, hint) in enumerate(choices, start=1)
    )


def _text_label(question: Question) -> str:
    match question.kind:
        case QuestionKind.TEXT:
            return "Your answer"
        case QuestionKind.JUDGEMENT:
            return "Evidence"
        case QuestionKind.STANDARD:
            return "Evidence (optional)"


def _text_hint(question: Question, scale: GradingScale) -> str:
    """> Needed for Outstanding and Inadequate."""
    if question.kind is not QuestionKind.JUDGEMENT or not scale.evidence_required:
        return ""
    needed = [scale.label(position) for position in sorted(scale.evidence_required)]
    return f"Needed for {' and '.join([', '.join(needed[:-1]), needed[-1]] if needed[:-1] else needed)}."
