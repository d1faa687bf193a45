"""What is asked about a measure."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints
from wtforms.validators import InputRequired

from qa_app.domain.directions import Polarity
from qa_app.domain.measure_definitions import DefinitionChange
from qa_app.domain.measure_details import MOST_DECIMALS, MeasureDetails
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Printed, Unit
from qa_app.models import Measure, Person
from qa_app.web.forms import Form
from qa_app.web.opened_form import OpenedForm

POLARITIES = {
    Polarity.HIGHER_IS_BETTER: "Higher is better",
    Polarity.LOWER_IS_BETTER: "Lower is better",
    Polarity.NEUTRAL: "Neither: it tells what goes on",
}

SAME, BREAK = "same", "break"

BREAKS = "It counts something else: the series breaks, and the break is marked"


class MeasureForm(Form):
    shown_at = {"responsible_id": "responsible"}

    name = StringField(
        "Name",
        [InputRequired("Enter the name of the measure")],
        description="As it stands on a scorecard, such as Repeat referrals.",
    )
    code = StringField(
        "Code (optional)",
        description="Small letters, figures and hyphens, such as repeat-referrals. Files of values know the"
        " measure by it. Leave it empty to have it made from the name.",
    )
    kind = SelectField(
        "Kind",
        coerce=MeasureKind,
        choices=[
            SelectChoice(kind.value, kind.label) for kind in MeasureKind if kind is not MeasureKind.AUDIT
        ],
    )
    outcome = StringField("Outcome or theme (optional)")
    objective = TextAreaField("Objective (optional)")
    description = TextAreaField(
        "Full description (optional)", description="What is counted, of what, and what is left out."
    )
    unit = SelectField("Unit", coerce=Unit, choices=[SelectChoice(unit.value, unit.label) for unit in Unit])
    measure_period = SelectField(
        "Measure period",
        coerce=MeasurePeriod,
        choices=[SelectChoice(period.value, period.label) for period in MeasurePeriod],
        description="What stretch of time a value speaks of.",
    )
    decimals = SelectField(
        "Decimals shown",
        coerce=int,
        choices=[SelectChoice(number, str(number)) for number in range(MOST_DECIMALS + 1)],
    )
    polarity = RadioField(
        "Which way is good?",
        choices=[SelectChoice(polarity.value, label) for polarity, label in POLARITIES.items()],
        validate_choice=False,
    )
    frequency = SelectField(
        "How often a value is entered",
        coerce=Frequency,
        choices=[SelectChoice(frequency.value, frequency.label) for frequency in Frequency],
    )
    source = StringField(
        "Source of the values (optional)", description="Such as Liquidlogic, or the annual return."
    )
    responsible_role = StringField(
        "Responsible role (optional)", description="Such as Head of Service, Children in Care."
    )
    responsible = SelectField(
        "Person asked for a comment",
        coerce=int,
        description="When it is worse than its threshold, or moved the wrong way.",
    )
    collected = SelectField(
        "Is it collected already?",
        coerce=Printed,
        choices=[SelectChoice(flag.value, flag.label) for flag in Printed],
    )
    carries_target = SelectField(
        "Does it carry a target?",
        coerce=Printed,
        choices=[SelectChoice(flag.value, flag.label) for flag in Printed],
    )
    carries_direction = SelectField(
        "Does it carry an agreed direction of travel?",
        coerce=Printed,
        choices=[SelectChoice(flag.value, flag.label) for flag in Printed],
    )
    guide = TextAreaField(
        "Indicator guide (optional)", description="How to read it: what a rise or a fall can mean."
    )

    def __init__(self, people: Sequence[Person], **named: Any) -> None:
        super().__init__(**named)
        self.responsible.choices = [
            SelectChoice(0, "Nobody yet"),
            *(SelectChoice(person.id, person.name) for person in people),
        ]

    def validate_polarity(self, field: Field) -> None:
        if field.data not in set(Polarity):
            raise ValidationError("Say which way is good, or that neither is")

    @property
    def details(self) -> MeasureDetails:
        """What was typed, for a form that is valid."""
        return MeasureDetails(
            name=self.name.data or "",
            code=self.code.data or "",
            kind=self.kind.data,
            outcome=self.outcome.data or "",
            objective=self.objective.data or "",
            description=self.description.data or "",
            unit=self.unit.data,
            measure_period=self.measure_period.data,
            decimals=self.decimals.data,
            polarity=Polarity(self.polarity.data or ""),
            frequency=self.frequency.data,
            source=self.source.data or "",
            responsible_role=self.responsible_role.data or "",
            responsible_id=self.responsible.data or None,
            collected=self.collected.data,
            carries_target=self.carries_target.data,
            carries_direction=self.carries_direction.data,
            guide=self.guide.data or "",
        )


class DefinitionForm(OpenedForm):
    """What is asked where a change may make a measure count something else."""

    is_break = RadioField(
        "Figures before and after",
        choices=[
            SelectChoice(SAME, "It counts the same, said another way: they can be compared"),
            SelectChoice(BREAK, BREAKS),
        ],
        validate_choice=False,
    )
    holds_from = StringField("First period it holds for", description="Such as Q1 2017-18 or Apr 2017.")
    reason = TextAreaField("Why it changed", description="Stands with the history of the definition.")

    @property
    def change(self) -> DefinitionChange:
        said = {SAME: False, BREAK: True}.get(self.is_break.data or "")
        return DefinitionChange(said, holds_from=self.holds_from.data or "", reason=self.reason.data or "")


class ChangeMeasureForm(MeasureForm, DefinitionForm):
    is_break = RadioField(
        "If you changed the description, the unit or the measure period",
        choices=[
            SelectChoice(SAME, "Only the words were put right: figures before and after can be compared"),
            SelectChoice(BREAK, BREAKS),
        ],
        validate_choice=False,
    )
    holds_from = StringField(
        "First period it holds for", description="Of a break, such as Q1 2017-18 or Apr 2017."
    )

    def __init__(self, people: Sequence[Person], measure: Measure, **named: Any) -> None:
        super().__init__(people, data=as_it_stands(measure), **named)
        if measure.kind is MeasureKind.AUDIT:
            # What it counts decides both, and is changed where that is.
            self.kind.choices = [SelectChoice(measure.kind.value, measure.kind.label)]
            self.unit.choices = [SelectChoice(measure.unit.value, measure.unit.label)]


def as_it_stands(measure: Measure) -> dict[str, Any]:
    """What the form shows of a measure before anything is typed."""
    return {
        "opened": measure.version,
        "name": measure.name,
        "code": measure.code,
        "kind": measure.kind,
        "outcome": measure.outcome,
        "objective": measure.objective,
        "description": measure.description,
        "unit": measure.unit,
        "measure_period": measure.measure_period,
        "decimals": measure.decimals,
        "polarity": measure.polarity.value,
        "frequency": measure.frequency,
        "source": measure.source,
        "responsible_role": measure.responsible_role,
        "responsible": measure.responsible_id or 0,
        "collected": measure.collected,
        "carries_target": measure.carries_target,
        "carries_direction": measure.carries_direction,
        "guide": measure.guide,
    }
