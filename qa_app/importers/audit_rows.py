"""An audit-level file: every row checked, with every problem at its row and column."""

from collections.abc import Sequence
from datetime import date

from qa_app.importers.audit_cells import Dates, Names, words
from qa_app.importers.audit_columns import (
    ABOUT_THE_AUDIT,
    NOT_THERE,
    AuditColumns,
    KnownTool,
    check_headings,
)
from qa_app.importers.audit_file import AuditFile, AuditRow, Name
from qa_app.importers.audit_forms import AuditForm
from qa_app.importers.progress import ROWS_BETWEEN_REPORTS, Progress, told_to_nobody
from qa_app.importers.sheet import Cell, Sheet

EXAMPLE_REFERENCE = "EXAMPLE-1"
LONGEST_REFERENCE = 60
LONGEST_NAME = 100
LONGEST_PERSON = 200


def read_audits(
    sheet: Sheet,
    tools: Sequence[KnownTool],
    *,
    today: date,
    progress: Progress = told_to_nobody,
) -> AuditFile:
    """Reads what these tools ask; `progress` is told every five hundred rows how many are done."""
    file = AuditFile(rows=len(sheet.rows))
    check_headings(sheet, tools, file.problems)
    reader = _Reader(AuditColumns(sheet.headings), tools, file, today=today)
    for done, cells in enumerate(sheet.rows):
        if done % ROWS_BETWEEN_REPORTS == 0:
            progress(done, file.rows)
        if any(cells):
            reader.read(sheet.first_row + done, cells)
    progress(file.rows, file.rows)
    return file


class _Reader:
    """Reads one row after the other into the file."""

    def __init__(
        self, columns: AuditColumns, tools: Sequence[KnownTool], file: AuditFile, *, today: date
    ) -> None:
        self.file = file
        self.problems = problems = file.problems
        self.columns = columns
        self.places = {name: columns.place(name) for name in ABOUT_THE_AUDIT}
        self.dates = {name: Dates(name, problems, today=today) for name in ("audit date", "moderation date")}
        self.areas = Names("service area", file.areas, problems, longest=LONGEST_NAME)
        self.teams = Names("team", {}, problems, longest=LONGEST_NAME)
        self.streams = Names("stream", file.streams, problems, longest=LONGEST_NAME)
        self.auditors = Names("auditor", file.people, problems, longest=LONGEST_PERSON)
        self.moderators = Names("moderator", file.people, problems, longest=LONGEST_PERSON)
        self.rows_of: dict[str, int] = {}
        asked = columns.about(question for known in tools for question in known.tool.questions)
        forms = [AuditForm(known, columns, asked, problems) for known in tools]
        self.forms: dict[Cell, AuditForm | None] = {form.name.casefold(): form for form in forms}
        self.forms |= {form.code: form for form in forms}

    def read(self, row: int, cells: list[Cell]) -> None:
        at = self.places
        for name, sentence in _ASKED_FOR.items():
            if not cells[at[name]] and at[name] != NOT_THERE:
                self.problems.add(row, name, "", sentence)
        form = self._form(row, cells[at["tool"]])
        answers, revised = form.read(row, cells) if form else ((), "")
        area = self.areas.read(row, cells[at["service area"]])
        audit = AuditRow(
            row=row,
            reference=self._reference(row, cells[at["reference"]]),
            audit_date=self.dates["audit date"].read(row, cells[at["audit date"]]) or date.min,
            service_area=area,
            team=self._team(row, area, cells[at["team"]]),
            stream=self.streams.read(row, cells[at["stream"]]),
            version_id=form.version_id if form else 0,
            case_reference=self._short(row, "case reference", cells[at["case reference"]]),
            auditor=self.auditors.read(row, cells[at["auditor"]]),
            moderator=self.moderators.read(row, cells[at["moderator"]]),
            moderation_date=self.dates["moderation date"].read(row, cells[at["moderation date"]]),
            answers=answers,
        )
        self._check_moderation(audit, cells, revised)
        self.file.audits.append(audit)

    def _form(self, row: int, cell: Cell) -> AuditForm | None:
        """None, told of once for each name, where there is no such audit tool."""
        form = self.forms.get(cell)
        if form is None and cell and cell not in self.forms:
            form = self.forms[cell] = self.forms.get(" ".join(str(cell).split()).casefold())
            if form is None:
                known = ", ".join(sorted({form.code for form in self.forms.values() if form}))
                sentence = (
                    f"There is no such audit tool in use. Write one of these codes: {known or 'none yet'}"
                )
                self.problems.add(row, "tool", cell, sentence)
        return form

    def _reference(self, row: int, cell: Cell) -> str:
        reference = self._short(row, "reference", cell)
        if reference == EXAMPLE_REFERENCE:
            self.problems.add(row, "reference", reference, "This is the example of the template: remove it")
        elif reference and (first := self.rows_of.setdefault(reference, row)) != row:
            sentence = f"Row {first} has this reference too: give each audit its own"
            self.problems.add(row, "reference", reference, sentence)
        return reference

    def _short(self, row: int, column: str, cell: Cell) -> str:
        return words(row, column, cell, self.problems, longest=LONGEST_REFERENCE)

    def _team(self, row: int, area: str, cell: Cell) -> str:
        team = self.teams.read(row, cell)
        if team and (area, team) not in self.file.teams:
            spelled = self.teams.found[team].spelled
            self.file.teams[area, team] = Name(spelled, row, "team")
        return team

    def _check_moderation(self, audit: AuditRow, cells: list[Cell], revised: str) -> None:
        if not audit.moderator:
            for column in filter(None, (revised, "moderation date" if audit.moderation_date else "")):
                sentence = "Name the moderator in the column “moderator”, or leave this blank"
                self.problems.add(audit.row, column, cells[self.columns.place(column)], sentence)
            return
        moderator = cells[self.places["moderator"]]
        if audit.moderator == audit.auditor:
            sentence = "This is also the auditor, and nobody moderates their own audit: correct one of them"
            self.problems.add(audit.row, "moderator", moderator, sentence)
        if audit.moderation_date and audit.moderation_date < audit.audit_date:
            sentence = "The audit was moderated before it was done: correct one of the two dates"
            self.problems.add(audit.row, "moderation date", audit.moderation_date, sentence)


_ASKED_FOR = {
    "reference": "Give the audit a reference of its own",
    "audit date": "Write the date of the audit",
    "service area": "Name the service area",
    "stream": "Name the stream, such as Monthly case file audit",
    "tool": "Write the code or the name of the audit tool",
    "case reference": "Write the reference of the case, not the child’s name",
    "auditor": "Name the auditor",
}
