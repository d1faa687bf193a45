"""What is asked about an audit tool and its sections."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField, ValidationError

from qa_app.domain.audit_tool_building import suggested_code
from qa_app.domain.audit_tool_rules import LONGEST_GUIDANCE, LONGEST_NAME, LONGEST_TITLE
from qa_app.domain.scales import GradingScale
from qa_app.features.audit_tools.fields import AtMost, Written, is_code, lines, one_line
from qa_app.features.audit_tools.scale_choice import FIELDS, OWN, short_description, written_scale
from qa_app.web.forms import Form
from qa_app.web.opened_form import OpenedForm


class AboutForm(OpenedForm):
    shown_at = FIELDS

    name = StringField(
        "Name",
        [Written("Write a name for the audit tool"), AtMost(LONGEST_NAME)],
        description="As it appears in lists and tables, such as Case file audit.",
        filters=[one_line],
    )
    purpose = TextAreaField(
        "Purpose (optional)",
        [AtMost(LONGEST_GUIDANCE)],
        description="What it is for, and how much time to allow. Auditors read it before they begin.",
        filters=[lines],
    )
    scale = RadioField("Grading scale", validate_choice=False)
    scale_name = StringField(
        "Name of the scale", [AtMost(LONGEST_NAME)], description="Such as Traffic lights.", filters=[one_line]
    )
    labels = TextAreaField(
        "Grades",
        description="The best one first, each on its own line. Not applicable is always there.",
        filters=[lines],
    )
    good = StringField(
        "Lowest grade that counts as good",
        description="Tables count this grade and every better one as good.",
        filters=[one_line],
    )
    evidence = TextAreaField(
        "Grades that must have evidence (optional)", description="Each on its own line.", filters=[lines]
    )

    def __init__(self, scales: Sequence[GradingScale], **named: Any) -> None:
        super().__init__(**named)
        self.scales = {scale.code: scale for scale in scales}
        self.scale.choices = [
            *((scale.code, f"{scale.name}: {short_description(scale.labels)}") for scale in scales),
            (OWN, "A scale of your own"),
        ]

    def validate_scale(self, field: Field) -> None:
        if field.data not in (*self.scales, OWN):
            raise ValidationError("Choose a grading scale")

    def validate_labels(self, field: Field) -> None:
        if any(len(line) > LONGEST_NAME for line in (field.data or "").splitlines()):
            raise ValidationError(f"Shorten each grade to {LONGEST_NAME} characters")

    @property
    def chosen_scale(self) -> GradingScale:
        """Raises InvalidInput about the fields of a scale of one's own."""
        if self.scale.data != OWN:
            return self.scales[str(self.scale.data)]
        return written_scale(
            name=self.scale_name.data or "",
            labels=self.labels.data or "",
            good=self.good.data or "",
            evidence=self.evidence.data or "",
        )


class NewToolForm(AboutForm):
    code = StringField(
        "Code (optional)",
        [is_code],
        description="Small letters, figures and hyphens, such as case-file-audit. Files and commands know the"
        " tool by it, and it cannot be changed later. Leave it empty to have it made from the name.",
        filters=[one_line],
    )

    @property
    def chosen_code(self) -> str:
        return self.code.data or suggested_code(self.name.data or "", otherwise="audit-tool")


class UploadForm(Form):
    file = FileField(
        "Audit tool file", description="A .json file that was exported from here, or written by hand."
    )


class SectionForm(OpenedForm):
    was = HiddenField()
    """The title when the form was opened: sections move, so their numbers do not tell them apart."""

    title = StringField(
        "Title", [Written("Write a title for the section"), AtMost(LONGEST_TITLE)], filters=[one_line]
    )
    guidance = TextAreaField(
        "Guidance (optional)",
        [AtMost(LONGEST_GUIDANCE)],
        description="Shown above the section’s questions.",
        filters=[lines],
    )
