"""Whether an audit measure can be counted: its questions are asked, and answered in the way it counts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.errors import Problem
from qa_app.domain.scales import GradingScale


@dataclass(frozen=True)
class MeasurableQuestion:
    """A question of the tools released so far, wherever it is asked; OVERALL is every overall judgement.

    `tools` are names by code, `scales` the codes of the grading scales that a judgement is given on.
    """

    code: str
    name: str
    kind: QuestionKind
    section: str
    tools: Mapping[str, str]
    scales: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AuditMeasureChoices:
    """What an audit measure can be defined with, each in the order it is offered in."""

    questions: Sequence[MeasurableQuestion] = ()
    scales: Mapping[str, GradingScale] = field(default_factory=dict)
    """By code, those that released tools are judged on."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Names by code."""
    areas: Mapping[int, str] = field(default_factory=dict)
    streams: Mapping[int, str] = field(default_factory=dict)

    def asked(self, code: str) -> list[MeasurableQuestion]:
        """The question with this code: one of each kind, where tools differ."""
        return [question for question in self.questions if question.code == code]


COUNTED_KIND = {Counts.MET: QuestionKind.STANDARD, Counts.AT_LEAST: QuestionKind.JUDGEMENT}


def problems_with_audit(definition: AuditDefinition, choices: AuditMeasureChoices) -> list[Problem]:
    """About `questions`, `grade`, `area`, `stream` or `tool`."""
    return [*_filters(definition, choices), *_grade(definition, choices), *_questions(definition, choices)]


def _filters(definition: AuditDefinition, choices: AuditMeasureChoices) -> Iterator[Problem]:
    chosen: tuple[tuple[str, object, Collection[object], str], ...] = (
        ("area", definition.area, choices.areas, "service area"),
        ("stream", definition.stream, choices.streams, "audit stream"),
        ("tool", definition.tool, choices.tools, "audit tool"),
    )
    for name, value, known, words in chosen:
        if value is not None and value not in known:
            yield Problem(name, f"There is no such {words} here: choose another, or all")


def _grade(definition: AuditDefinition, choices: AuditMeasureChoices) -> Iterator[Problem]:
    if definition.counts is not Counts.AT_LEAST:
        return
    scale = choices.scales.get(definition.scale or "")
    if scale is None or definition.grade not in scale.positions:
        yield Problem("grade", "There is no such grade here: choose another")


def _questions(definition: AuditDefinition, choices: AuditMeasureChoices) -> Iterator[Problem]:
    if definition.counts is Counts.AUDITS:
        if definition.questions:
            yield Problem(
                "questions", "The number of audits counts no answers: untick the questions, or count answers"
            )
        return
    for code in definition.questions:
        if sentence := _misfit(code, definition, choices):
            yield Problem("questions", sentence)


def _misfit(code: str, definition: AuditDefinition, choices: AuditMeasureChoices) -> str:
    """Why the answers to this question cannot be counted so; empty where they can."""
    asked = choices.asked(code)
    if not asked:
        return f"No audit tool that was released asks “{code}”: choose another question"
    name = asked[0].name
    fitting = [question for question in asked if question.kind is COUNTED_KIND[definition.counts]]
    if not fitting:
        if definition.counts is Counts.MET:
            return f"“{name}” is a judgement and is given a grade: leave it out, or count a grade or better"
        return f"“{name}” is a standard, met or not met: leave it out, or count standards that are met"
    tool = definition.tool
    if tool is not None and tool in choices.tools and not any(tool in each.tools for each in fitting):
        return f"“{choices.tools[tool]}” does not ask “{name}”: choose another tool, or all of them"
    scale = choices.scales.get(definition.scale or "")
    if definition.counts is Counts.AT_LEAST and scale and not any(scale.code in q.scales for q in fitting):
        return f"“{name}” is not judged on the scale “{scale.name}”: choose a grade of another scale"
    return ""
