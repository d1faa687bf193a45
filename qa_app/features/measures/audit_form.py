"""What is asked about an audit measure: what it counts, of which audits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.audit_measure_checks import AuditMeasureChoices, MeasurableQuestion
from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.bands import FIELDS
from qa_app.domain.measure_details import MeasureDetails, unit_counted
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod
from qa_app.features.measures.forms import DefinitionForm, MeasureForm
from qa_app.web.forms import Form

KIND_LABELS = {QuestionKind.JUDGEMENT: "Judgement", QuestionKind.STANDARD: "Standard"}


@dataclass(frozen=True)
class QuestionItem:
    id: str
    code: str
    label: str
    about: str
    """> Standard, in Case file audit and Dip sample"""
    checked: bool


class AuditFields(Form):
    """The part that a new measure and a change of one have in common."""

    shown_at = {"unit": "counts"}

    counts = RadioField(
        "Which answers count?",
        choices=[SelectChoice(counts.value, counts.label) for counts in Counts],
        validate_choice=False,
    )
    grade = SelectField(
        "Grade",
        validate_choice=False,
        description="For judgements: this grade and every better one count.",
    )
    find = StringField(
        "Find questions", description="Part of a name or of a code; those that are ticked stay in view."
    )
    questions = SelectMultipleField("Which questions?", validate_choice=False)
    area = SelectField("Service area", coerce=int)
    stream = SelectField("Audit stream", coerce=int)
    tool = SelectField("Audit tool")

    def __init__(self, audit_choices: AuditMeasureChoices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.audit_choices = audit_choices
        self.grade.choices = [("", "Choose a grade"), *_grades(audit_choices)]
        # Their boxes are drawn in groups; a question may stand among them that no tool asks any more.
        self.questions.choices = [(code, code) for code in self.questions.data or ()]
        self.area.choices = [(0, "All service areas"), *audit_choices.areas.items()]
        self.stream.choices = [(0, "All audit streams"), *audit_choices.streams.items()]
        self.tool.choices = [("", "All audit tools"), *audit_choices.tools.items()]

    def validate_counts(self, field: Field) -> None:
        if field.data not in set(Counts):
            raise ValidationError("Choose which answers count")

    @property
    def audit(self) -> AuditDefinition:
        """What was chosen, for a form that is valid; the grade only where it is asked for.

        Raises InvalidInput about `questions` or `grade`.
        """
        counts = Counts(self.counts.data or "")
        scale, _, grade = (self.grade.data or "").partition(":")
        graded = counts is Counts.AT_LEAST and grade.isdecimal()
        return AuditDefinition(
            counts=counts,
            questions=tuple(dict.fromkeys(self.questions.data or ())),
            grade=int(grade) if graded else None,
            scale=scale if graded else None,
            area=self.area.data or None,
            stream=self.stream.data or None,
            tool=self.tool.data or None,
        )

    @property
    def groups(self) -> list[tuple[str, list[QuestionItem]]]:
        """The questions by section, as found; what was ticked stays, also where no tool asks it any more."""
        chosen = set(self.questions.data or ())
        known = {question.code for question in self.audit_choices.questions}
        gone = [QuestionItem(f"gone-{code}", code, code, "In no audit tool", True) for code in chosen - known]
        found = [
            (question.section, _item(question, checked=question.code in chosen))
            for question in self.audit_choices.questions
            if question.code in chosen or _is_found(question, self.find.data or "")
        ]
        sections = list(dict.fromkeys(section for section, _ in found))
        found.sort(key=lambda pair: sections.index(pair[0]))
        grouped = [
            (section, [item for _, item in items]) for section, items in groupby(found, lambda pair: pair[0])
        ]
        return [*grouped, *([("Not asked any more", gone)] if gone else [])]


class NewAuditMeasureForm(AuditFields, MeasureForm):
    """Kind, unit and the like follow from what is counted."""

    shown_at = AuditFields.shown_at | MeasureForm.shown_at

    # Checked together with what it counts, so that all that is missing is said at once.
    name = StringField("Name", description="As it stands on a scorecard, such as Plans are SMART.")
    kind = unit = measure_period = source = None  # type: ignore[assignment]  # how WTForms leaves fields out
    collected = carries_target = carries_direction = None  # type: ignore[assignment]
    frequency = SelectField(
        "Usual period",
        coerce=Frequency,
        choices=[SelectChoice(each.value, each.value.capitalize()) for each in Frequency],
        description="It is computed for every period; this is the one that is shown first.",
    )
    requires_improvement = StringField("Requires Improvement (optional)")
    good = StringField("Good (optional)")
    outstanding = StringField("Outstanding (optional)")

    @property
    def details(self) -> MeasureDetails:
        return MeasureDetails(
            name=self.name.data or "",
            code=self.code.data or "",
            kind=MeasureKind.AUDIT,
            unit=unit_counted(self.audit),
            polarity=self.polarity.data,
            measure_period=MeasurePeriod.CUMULATIVE,
            frequency=self.frequency.data,
            description=self.description.data or "",
            guide=self.guide.data or "",
            responsible_role=self.responsible_role.data or "",
            responsible_id=self.responsible.data or None,
            outcome=self.outcome.data or "",
            objective=self.objective.data or "",
            decimals=self.decimals.data,
            source="Audits",
        )

    @property
    def thresholds(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in FIELDS}


class ChangeAuditForm(AuditFields, DefinitionForm):
    """What is counted, and what that means for the figures there are."""


def audit_values(definition: AuditDefinition) -> dict[str, Any]:
    """The definition as the form holds it."""
    return {
        "counts": definition.counts.value,
        "grade": f"{definition.scale}:{definition.grade}" if definition.grade else "",
        "questions": list(definition.questions),
        "area": definition.area or 0,
        "stream": definition.stream or 0,
        "tool": definition.tool or "",
    }


def _grades(choices: AuditMeasureChoices) -> Iterator[tuple[str, str]]:
    """> ("four-grades:2", "Good or better"); the worst grade would count every answer"""
    for scale in choices.scales.values():
        named = f" ({scale.name})" if len(choices.scales) > 1 else ""
        for place in list(scale.positions)[:-1]:
            better = "" if place == 1 else " or better"
            yield f"{scale.code}:{place}", f"{scale.label(place)}{better}{named}"


def _item(question: MeasurableQuestion, *, checked: bool) -> QuestionItem:
    kind, tools = KIND_LABELS[question.kind], ", ".join(question.tools.values())
    return QuestionItem(
        id=f"{question.kind.value}-{question.code}",
        code=question.code,
        label=question.name,
        about=f"{kind} in {tools}",
        checked=checked,
    )


def _is_found(question: MeasurableQuestion, text: str) -> bool:
    wanted = text.casefold().split()
    words = " ".join((question.name, question.code, question.section, *question.tools.values())).casefold()
    return all(part in words for part in wanted)
