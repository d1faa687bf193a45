"""What is asked about what a measure is held against, and about the children that rates are counted by."""

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.measures import ComparatorKind
from qa_app.web.forms import Form

HOLDS_FROM = "Such as Q1 2017-18, Apr 2017 or 2017-18. Leave it empty for the beginning."


class ThresholdForm(Form):
    requires_improvement = StringField("Requires Improvement", description="As printed, such as 60-69.")
    good = StringField("Good", description="Such as 70-79.")
    outstanding = StringField("Outstanding", description="Such as 80-100, 80 or more, or Below 20.")
    holds_from = StringField("First period they hold for (optional)", description=HOLDS_FROM)


class TargetForm(Form):
    low = StringField("Target, or the start of its range", description="Such as 85.")
    high = StringField("End of the range (optional)", description="For a target such as 138 to 168.6.")
    tolerance = StringField(
        "Tolerance (optional)", description="How far it may be missed and still be amber, such as 5."
    )
    holds_from = StringField("First period it holds for (optional)", description=HOLDS_FROM)


class ComparatorForm(Form):
    kind = SelectField(
        "Compared with",
        coerce=ComparatorKind,
        choices=[SelectChoice(kind.value, kind.label) for kind in ComparatorKind],
    )
    year = StringField("Reporting year", description="Of their figure, such as 2015-16: often an older one.")
    value = StringField("What they reached", description="In the unit of this measure, such as 57 or 7.5.")
    source = StringField("Source (optional)", description="Such as LAIT, or the statistical first release.")


class PopulationForm(Form):
    year = StringField("Reporting year", description="Such as 2016-17.")
    children = StringField("Children in the area", description="Aged 0 to 17, such as 61,000.")
    source = StringField("Source (optional)", description="Such as the ONS mid-year estimate of 2015.")
