"""What is asked of somebody who writes for the report. How long a text may be is for the domain to say."""

from wtforms import HiddenField, StringField, TextAreaField

from qa_app.domain.quarter_report import Findings
from qa_app.web.forms import Form


class WritingForm(Form):
    """Carries the number of the version that was read when the form was opened, 0 for none."""

    opened = HiddenField()

    clashed = False
    """Whether somebody else saved first, so that nothing of this form was saved yet."""

    @property
    def opened_at(self) -> int:
        """-1, which no version has, when the number was taken out."""
        text = self.opened.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


class TextForm(WritingForm):
    text = TextAreaField("Text")


class FindingsForm(WritingForm):
    theme = StringField("Theme", description="What the audits of the month looked at in particular.")
    cohort = TextAreaField(
        "Cohort",
        description="Whose files were audited, and how they were chosen.",
    )
    strengths = TextAreaField("Strengths")
    areas_for_improvement = TextAreaField("Areas for improvement")
    observations = TextAreaField(
        "Observations of practice", description="What was seen at visits and meetings, and not read in files."
    )

    @property
    def findings(self) -> Findings:
        return Findings(
            theme=self.theme.data or "",
            cohort=self.cohort.data or "",
            strengths=self.strengths.data or "",
            areas_for_improvement=self.areas_for_improvement.data or "",
            observations=self.observations.data or "",
        )
