"""Tables published before the system: one row of the file is one printed cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from qa_app.domain.errors import UnknownGrade, UnknownPeriod
from qa_app.domain.periods import Month, Period, parse_period
from qa_app.domain.published import Figure, contradictions
from qa_app.domain.published_kinds import TableKind
from qa_app.domain.scales import NOT_APPLICABLE, GradingScale
from qa_app.importers.audit_cells import words
from qa_app.importers.audit_columns import NOT_THERE, AuditColumns
from qa_app.importers.problems import Problems
from qa_app.importers.progress import Progress, told_to_nobody
from qa_app.importers.sheet import Cell, Sheet

LONGEST_TABLE_NAME = 100
MOST_DECIMALS = 6

HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("table_kind", "kind"),
    "table": ("table", "table_name"),
    "period": ("quarter", "period", "month"),
    "grade": ("grade",),
    "percent": ("percent_printed", "percent"),
    "count": ("count_printed", "count"),
}
IGNORED = ("trend_printed", "trend")
"""Directions are computed from the figures: not all that were printed are right."""


@dataclass(frozen=True)
class PublishedCell:
    """One grade in one column of one table; `percent` as printed, e.g. > 0.8"""

    row: int
    kind: TableKind
    table: str
    period: Period
    position: int
    count: int | None
    percent: str | None

    @property
    def place(self) -> tuple[TableKind, str, str, int]:
        """What makes it the same cell as another, however its table is spelled."""
        return self.kind, self.table.casefold(), self.period.key, self.position

    @property
    def printed(self) -> str:
        """> 57% (14), or > 57%, or > 14"""
        count = "" if self.count is None else str(self.count)
        if self.percent is None:
            return count
        return f"{self.percent}% ({count})" if count else f"{self.percent}%"


@dataclass
class HistoryFile:
    """With problems, `cells` is not fit to be added. A row that prints neither figure is no cell."""

    rows: int
    cells: list[PublishedCell] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    warnings: list[str] = field(default_factory=list)


def read_history(sheet: Sheet, scale: GradingScale, *, progress: Progress = told_to_nobody) -> HistoryFile:
    """Reads grades of this scale. A column that contradicts itself is kept, with a warning."""
    file = HistoryFile(rows=len(sheet.rows))
    progress(0, file.rows)
    places = _places(sheet, file.problems)
    if not file.problems:
        reader = _Reader(places, scale, file)
        for row, cells in enumerate(sheet.rows, start=sheet.first_row):
            if any(cells):
                reader.read(row, cells)
        if not file.cells and not file.problems:
            file.problems.add(sheet.first_row, "percent", "", "No row has a percentage or a count: add them")
        file.warnings = list(_warnings(file.cells, scale))
    progress(file.rows, file.rows)
    return file


def _places(sheet: Sheet, problems: Problems) -> dict[str, int]:
    columns = AuditColumns(sheet.headings)
    places = {
        name: next((place for h in headings if (place := columns.place(h)) != NOT_THERE), NOT_THERE)
        for name, headings in HEADINGS.items()
    }
    for name in ("kind", "table", "period", "grade"):
        if places[name] == NOT_THERE:
            heading = HEADINGS[name][0]
            problems.add(sheet.heading_row, heading, "", f"Add a column with the heading “{heading}”")
    if places["percent"] == places["count"] == NOT_THERE:
        sentence = "Add a column “percent_printed” or “count_printed” with the figures"
        problems.add(sheet.heading_row, "percent_printed", "", sentence)
    known = {*places.values(), *(columns.place(heading) for heading in IGNORED)}
    for place, heading in enumerate(sheet.headings):
        if heading and place not in known:
            sentence = "Nobody knows this column, or it is there twice: remove it"
            problems.add(sheet.heading_row, heading, heading, sentence)
    return places


class _Reader:
    """Reads one row after the other into the file."""

    def __init__(self, places: dict[str, int], scale: GradingScale, file: HistoryFile) -> None:
        self.places = places
        self.scale = scale
        self.file = file
        self.problems = file.problems
        self.rows_of: dict[tuple[TableKind, str, str, int], int] = {}
        self.spelled: dict[str, str] = {}

    def read(self, row: int, cells: list[Cell]) -> None:
        at = self.places
        kind = self._kind(row, cells[at["kind"]])
        table = self._table(row, cells[at["table"]])
        period = self._period(row, cells[at["period"]])
        position = self._position(row, cells[at["grade"]])
        percent = self._percent(row, cells[at["percent"]])
        count = self._count(row, cells[at["count"]])
        if kind is None or not table or period is None or not position:
            return
        cell = PublishedCell(row, kind, table, period, position, count, percent)
        if (first := self.rows_of.setdefault(cell.place, row)) != row:
            grade = self.scale.label(position)
            sentence = f"Row {first} gives {grade} of {table} in {period} too: keep one of them"
            self.problems.add(row, "grade", cell.printed, sentence)
        elif count is not None or percent is not None:
            self.file.cells.append(cell)

    def _kind(self, row: int, cell: Cell) -> TableKind | None:
        text = " ".join(str(cell).replace("_", " ").split()).casefold()
        try:
            return TableKind(text)
        except ValueError:
            known = ", ".join(TableKind)
            self.problems.add(row, "table_kind", cell, f"Write one of these kinds of table: {known}")
            return None

    def _table(self, row: int, cell: Cell) -> str:
        if not cell:
            self.problems.add(row, "table", "", "Write the name of the table")
        table = words(row, "table", cell, self.problems, longest=LONGEST_TABLE_NAME)
        return self.spelled.setdefault(table.casefold(), table)

    def _period(self, row: int, cell: Cell) -> Period | None:
        if isinstance(cell, date):  # a spreadsheet makes a date of “Dec 2016”
            return Month.of(cell)
        try:
            return parse_period(cell)
        except UnknownPeriod:
            sentence = "Write a quarter as Q3 2016-17 or a month as Dec 2016"
            self.problems.add(row, "period", cell, sentence)
            return None

    def _position(self, row: int, cell: Cell) -> int | None:
        try:
            position = self.scale.position(str(cell))
        except UnknownGrade:
            position = NOT_APPLICABLE
        if position == NOT_APPLICABLE:
            self.problems.add(row, "grade", cell, f"Write one of these: {', '.join(self.scale.labels)}")
            return None
        return position

    def _percent(self, row: int, cell: Cell) -> str | None:
        text = str(cell).strip().removesuffix("%").rstrip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or Decimal(text) > 100:
            sentence = "Write the percentage as a number from 0 to 100, such as 57 or 0.8"
            self.problems.add(row, "percent_printed", cell, sentence)
            return None
        whole, _, decimals = text.partition(".")
        if len(decimals) > MOST_DECIMALS:  # a spreadsheet's 33.333333333333336 was not printed so
            rounded = Decimal(text).quantize(Decimal(1).scaleb(-MOST_DECIMALS), rounding=ROUND_HALF_UP)
            return str(rounded)
        return f"{int(whole)}.{decimals}" if decimals else str(int(whole))

    def _count(self, row: int, cell: Cell) -> int | None:
        text = str(cell).strip()
        if not text:
            return None
        if not _COUNT.fullmatch(text):
            sentence = "Write the count as a whole number, 0 or more, or leave it blank"
            self.problems.add(row, "count_printed", cell, sentence)
            return None
        return int(text)


_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,30})?")
_COUNT = re.compile(r"[0-9]{1,7}")


def _warnings(cells: list[PublishedCell], scale: GradingScale) -> Iterator[str]:
    """At most one for each column of each table, in the order of the file."""
    columns: dict[tuple[TableKind, str, Period], list[PublishedCell]] = {}
    for cell in cells:
        columns.setdefault((cell.kind, cell.table, cell.period), []).append(cell)
    for (_, table, period), printed in columns.items():
        figures = [
            Figure(
                scale.label(cell.position),
                percent=None if cell.percent is None else Decimal(cell.percent),
                count=cell.count,
            )
            for cell in sorted(printed, key=lambda cell: cell.position)
        ]
        yield from contradictions(table, period, figures)
