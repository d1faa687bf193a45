"""What is asked of somebody who writes for the report. How long a text may be is for the domain to say."""

from wtforms import StringField, TextAreaField

from qa_app.domain.quarter_report import Findings
from qa_app.web.opened_form import OpenedForm


class TextForm(OpenedForm):
    text = TextAreaField("Text")


class FindingsForm(OpenedForm):
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
