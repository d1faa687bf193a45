"""What is asked about a scorecard, its themes and its lines."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints
from wtforms.validators import AnyOf

from qa_app.domain.errors import InvalidInput
from qa_app.domain.measures import Frequency
from qa_app.domain.scorecard_choice import (
    MOST_PERIODS,
    STATUS_WORDS,
    Against,
    Layout,
    Shown,
    StatusRule,
)
from qa_app.domain.scorecard_settings import Settings
from qa_app.models import Scorecard
from qa_app.web.opened_form import OpenedForm


def one_of(kind: type[StrEnum]) -> dict[str, Any]:
    """The choices of a field that takes one word of these."""
    return {
        "choices": [SelectChoice(word.value, word.label) for word in kind],  # type: ignore[attr-defined]  # each has one
        "validate_choice": False,
        "validators": [AnyOf([word.value for word in kind], message="Choose one of these")],
    }


class ScorecardForm(OpenedForm):
    """A form that changes a scorecard."""

    clash_sentence = (
        "Somebody else changed this scorecard while you had it open, so nothing was done. Here it is as it "
        "is now: look at it, then try again"
    )


class TypedForm(ScorecardForm):
    """One in which something was written that must not be lost."""

    clash_sentence = (
        "Somebody else changed this scorecard while you had it open, so nothing was saved. What you wrote "
        "is still here: look at what they saved, then save again"
    )


class SettingsForm(TypedForm):
    title = StringField("Title", description="As it stands above the page and on the files.")
    purpose = TextAreaField("Purpose (optional)", description="What it is for and who reads it.")
    frequency = RadioField("Its columns are", **one_of(Frequency) | {
        "choices": [SelectChoice(each.value, each.columns) for each in Frequency]
    })  # fmt: skip
    periods = StringField(
        "How many of them",
        description=f"The latest one included, 1 to {MOST_PERIODS}. A reader can change it.",
    )
    status_rule = RadioField("What decides the status of a line", **one_of(StatusRule))
    status_word_1 = StringField("What 1 means", description=f"The best. Empty: {STATUS_WORDS[0]}.")
    status_word_2 = StringField("What 2 means", description=f"Empty: {STATUS_WORDS[1]}.")
    status_word_3 = StringField("What 3 means", description=f"The worst. Empty: {STATUS_WORDS[2]}.")
    against = RadioField("Direction of travel against", **one_of(Against))
    layout = SelectField("Layout that opens first", **one_of(Layout))
    columns = SelectMultipleField(
        "Columns to show",
        choices=[SelectChoice(shown.value, shown.label) for shown in Shown],
        validate_choice=False,
        description="Of those that the layout has.",
    )

    @property
    def settings(self) -> Settings:
        """What was sent; a number of periods that is none is 0, which no scorecard may have."""
        periods = (self.periods.data or "").strip()
        return Settings(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            frequency=Frequency(self.frequency.data),
            periods=int(periods) if periods.isascii() and periods.isdecimal() and len(periods) < 5 else 0,
            status_rule=StatusRule(self.status_rule.data),
            status_words=tuple(
                field.data or "" for field in (self.status_word_1, self.status_word_2, self.status_word_3)
            ),
            against=Against(self.against.data),
            layout=Layout(self.layout.data),
            columns=[shown for shown in Shown if shown.value in (self.columns.data or [])],
        )


def settings_values(settings: Settings) -> dict[str, Any]:
    """What the form shows of these settings."""
    words: Sequence[str] = settings.status_words or ("", "", "")
    return {
        "title": settings.title,
        "purpose": settings.purpose,
        "frequency": settings.frequency.value,
        "periods": str(settings.periods),
        "status_rule": settings.status_rule.value,
        "status_word_1": words[0],
        "status_word_2": words[1],
        "status_word_3": words[2],
        "against": settings.against.value,
        "layout": settings.layout.value,
        "columns": [shown.value for shown in settings.columns],
    }


def settings_of(scorecard: Scorecard) -> Settings:
    """As they are saved."""
    return Settings(
        title=scorecard.title,
        purpose=scorecard.purpose,
        frequency=scorecard.frequency,
        periods=scorecard.periods,
        status_rule=scorecard.status_rule,
        status_words=tuple(scorecard.status_words),
        against=scorecard.against,
        layout=scorecard.layout,
        columns=tuple(Shown(column) for column in scorecard.columns),
    )


class ThemeForm(TypedForm):
    title = StringField("Title of the theme", description="It stands above its lines.")


class LibraryForm(ScorecardForm):
    library = HiddenField()


class NumbersForm(TypedForm):
    """The fields are as many as there are lines, so they are not listed here: `at_lines` has what is wrong
    with each, by its name (number_7)."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.at_lines: dict[str, str] = {}

    def add_problems(self, error: InvalidInput) -> None:
        self.at_lines |= {problem.field: problem.message for problem in error.problems}

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [*self.at_lines.items(), *(("", sentence) for sentence in self.form_errors)]
