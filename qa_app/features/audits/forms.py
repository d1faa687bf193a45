"""What is asked to start, give out, change, return and withdraw audits."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, StopValidation, ValidationError

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.plurals import plural
from qa_app.domain.sharing_out import cases_in
from qa_app.models import Audit, Person, Team
from qa_app.queries.audit_choices import AuditorLoad, StartChoices
from qa_app.services.starting_audits import AuditDetails
from qa_app.web.day_field import DayField
from qa_app.web.forms import Form

NOTHING = 0
"""The number of no row: a list where nothing was chosen."""


def number(text: object) -> int:
    """The row number that a list sends, or NOTHING."""
    written = str(text)
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else NOTHING


class Chosen:
    """Something has to be chosen from the list."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation(self.sentence)


class AuditDetailsForm(Form):
    """What audits that begin together have in common."""

    tool = SelectField("Audit tool", [Chosen("Choose an audit tool")], coerce=number, validate_choice=False)
    stream = SelectField(
        "Audit stream", [Chosen("Choose an audit stream")], coerce=number, validate_choice=False
    )
    area = SelectField(
        "Service area", [Chosen("Choose a service area")], coerce=number, validate_choice=False
    )
    team = SelectField("Team (optional)", coerce=number, validate_choice=False)
    audit_date = DayField("Audit date", called="the audit date")

    def __init__(self, choices: StartChoices, *, today: date) -> None:
        super().__init__(data={"audit_date": today, **_only_choices(choices)})
        self.teams = choices.teams
        self.tool.choices = [(NOTHING, "Choose an audit tool"), *choices.tools.items()]
        self.stream.choices = [(NOTHING, "Choose a stream"), *choices.streams.items()]
        self.area.choices = [(NOTHING, "Choose a service area"), *choices.areas.items()]

    def details(self, *, due_on: date | None = None) -> AuditDetails:
        """Of a form that is valid."""
        assert self.audit_date.day is not None  # noqa: S101  # a valid form has read it
        return AuditDetails(
            tool_version_id=self.tool.data,
            stream_id=self.stream.data,
            service_area_id=self.area.data,
            team_id=self.team.data or None,
            audit_date=self.audit_date.day,
            due_on=due_on,
        )


class StartForm(AuditDetailsForm):
    case_reference = StringField(
        "Case reference",
        [InputRequired("Enter the case reference from your case system, never a name")],
        description="The number from your case system. Never a name: audits hold no names of children"
        " or families.",
    )
    worker_name = StringField(
        "Worker’s name (optional)",
        description="The practitioner whose work you audit. You cannot audit your own.",
    )


class AllocateForm(AuditDetailsForm):
    cases = TextAreaField(
        "Case references",
        description="One on each line, never a name of a child or family. After a comma you can add the"
        " worker’s name, so that nobody is given their own case.",
    )
    file = FileField("Or a text or CSV file of case references")
    auditors = SelectMultipleField(
        "Share them out among",
        [Chosen("Choose at least one auditor")],
        coerce=number,
        validate_choice=False,
        description="The least busy get theirs first.",
    )
    due_on = DayField("Due date", called="the due date")

    def __init__(self, choices: StartChoices, loads: Sequence[AuditorLoad], *, today: date) -> None:
        super().__init__(choices, today=today)
        self.auditors.choices = [(load.id, _with_load(load)) for load in loads]
        self._refused = ""

    def refuse_file(self, sentence: str) -> None:
        """Shown at the file once the form is validated."""
        self._refused = sentence

    def validate_file(self, _field: FileField) -> None:
        if self._refused:
            raise ValidationError(self._refused)

    def validate_cases(self, field: TextAreaField) -> None:
        try:
            if not self._refused:
                cases_in(field.data or "")
        except InvalidInput as error:
            *others, last = (problem.message for problem in error.problems)
            field.errors = [*field.errors, *others]
            raise ValidationError(last) from None


class ChangeDetailsForm(Form):
    case_reference = StringField(
        "Case reference", description="The number from your case system. Never a name."
    )
    worker_name = StringField("Worker’s name (optional)", description="You cannot audit your own work.")
    team = SelectField("Team (optional)", coerce=number, validate_choice=False)
    audit_date = DayField("Audit date", called="the audit date")

    def __init__(self, audit: Audit, teams: Sequence[Team]) -> None:
        super().__init__(
            data={
                "case_reference": audit.case_reference,
                "worker_name": audit.worker_name,
                "team": audit.team_id or NOTHING,
                "audit_date": audit.audit_date,
            }
        )
        kept = [audit.team] if audit.team is not None and audit.team not in teams else []
        self.team.choices = [(NOTHING, "No team"), *((team.id, team.name) for team in (*teams, *kept))]


class ReassignForm(Form):
    auditor = SelectField("Auditor", [Chosen("Choose an auditor")], coerce=number, validate_choice=False)
    due_on = DayField("Due date (optional)", called="the due date", optional=True)

    def __init__(self, audit: Audit, loads: Sequence[AuditorLoad]) -> None:
        super().__init__(data={"auditor": audit.auditor_id, "due_on": audit.due_on})
        self.auditor.choices = [(load.id, _with_load(load)) for load in loads]

    def chosen(self, found: Sequence[Person]) -> Person:
        """Raises InvalidInput where there is nobody with the number that was sent."""
        if not found:
            raise InvalidInput([Problem("auditor", "Choose an auditor")])
        return found[0]


class ReasonForm(Form):
    reason = TextAreaField("Reason", [InputRequired("Give a reason: the auditor reads it")])


def _only_choices(choices: StartChoices) -> dict[str, int]:
    """A list of one is chosen from the start."""
    named = {"tool": choices.tools, "stream": choices.streams, "area": choices.areas}
    return {name: next(iter(rows)) for name, rows in named.items() if len(rows) == 1}


def _with_load(load: AuditorLoad) -> str:
    """> Ada Okafor (3 open audits, 1 overdue)"""
    overdue = f", {load.overdue} overdue" if load.overdue else ""
    return f"{load.name} ({plural(load.open_audits, 'open audit')}{overdue})"
