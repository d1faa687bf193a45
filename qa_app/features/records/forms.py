"""What is asked to keep, hold, find and remove what is written about cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.plurals import plural
from qa_app.models import ErasureGround
from qa_app.queries.structure import PartRow
from qa_app.services.erasing import Asked
from qa_app.web.forms import Form

ANY = 0
"""The number of no row: of every stream, or every tool."""


def number(text: object) -> int:
    """The row number that a list sends; -1, which no row has, for anything else."""
    written = str(text)
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else -1


class RuleForm(Form):
    stream = SelectField("Audit stream", coerce=number, validate_choice=False, default=ANY)
    tool = SelectField("Audit tool", coerce=number, validate_choice=False, default=ANY)
    years = StringField("Years", description="Whole years, counted from the audit date.")

    def __init__(self, streams: Sequence[PartRow], tools: Mapping[int, str]) -> None:
        super().__init__()
        self.stream.choices = [
            SelectChoice(ANY, "Every stream"),
            *(SelectChoice(row.id, row.name) for row in streams),
        ]
        self.tool.choices = [
            SelectChoice(ANY, "Every tool"),
            *(SelectChoice(number, name) for number, name in tools.items()),
        ]


class HoldForm(Form):
    case_reference = StringField(
        "Case reference", description="As your case system has it. Capitals and spaces make no difference."
    )
    reason = TextAreaField(
        "Reason",
        description="Such as an inquest, a claim or an inquiry, with its number. Never a name of a child or"
        " family.",
    )


class CaseForm(Form):
    reference = StringField("Case reference", description="Exactly as it stands in the audits.")


class ErasureForm(Form):
    """About the case of the reference that the page was opened for."""

    also = SelectMultipleField(
        "Is any of these the same case?",
        description="They differ in capitals or spaces only. What you choose is erased with it.",
    )
    ground = RadioField(
        "Why is it to be erased?",
        choices=[SelectChoice(ground.value, ground.label) for ground in ErasureGround],
        validate_choice=False,
        description="This stays on record.",
    )
    reason = TextAreaField(
        "In your words",
        description="Such as the number of the order or the request. It is erased with the rest.",
    )
    again = StringField("Type the case reference again")

    def __init__(self, spellings: Mapping[str, int], **named: Any) -> None:
        super().__init__(**named)
        self.also.choices = [
            SelectChoice(other, f"{other} ({plural(audits, 'audit') if audits else 'no audit'})")
            for other, audits in spellings.items()
        ]

    def asked(self, reference: str) -> Asked:
        return Asked(
            [reference, *(self.also.data or ())],
            again=self.again.data or "",
            ground=self.ground.data or "",
            reason=self.reason.data or "",
        )
