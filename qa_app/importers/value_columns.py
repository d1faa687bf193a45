"""Which column of a file of values holds what, and which periods its headings mean."""

import re
from dataclasses import dataclass
from datetime import date

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.periods import Month, ReportingPeriod, parse_reporting_period
from qa_app.importers.audit_columns import NOT_THERE, AuditColumns, plain
from qa_app.importers.problems import Problems
from qa_app.importers.sheet import Cell, Sheet

Periods = tuple[ReportingPeriod, ...]

OF_BOTH: dict[str, tuple[str, ...]] = {
    "measure": ("measure", "metric", "indicator", "name"),
    "code": ("code", "measure code"),
    "theme": ("theme", "outcome", "section"),
}
LONG: dict[str, tuple[str, ...]] = {
    "period": ("period", "quarter", "month", "year"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "value": ("value",),
    "status": ("status",),
    "reason": ("reason",),
    "source": ("source",),
}
WIDE: dict[str, tuple[str, ...]] = {
    "requires_improvement": ("threshold_requires_improvement", "requires improvement"),
    "good": ("threshold_good", "good"),
    "outstanding": ("threshold_outstanding", "outstanding"),
    "status": ("status",),
    "statistical neighbours": ("statistical_neighbours", "statistical neighbour"),
    "England": ("England",),
    "region": ("region",),
    "comment": ("exception_commentary", "commentary", "comment", "comments"),
}
IGNORED = ("name", "number", "no", "line", "unit", "direction_of_travel", "direction", "trend")
"""Known, and not read: directions are computed from the values."""


@dataclass(frozen=True)
class ValueColumns:
    """The places of what a layout has; `periods` are the columns of a wide file, none in a long one."""

    places: dict[str, int]
    periods: dict[int, Periods]
    headings: tuple[str, ...]

    @property
    def is_wide(self) -> bool:
        return bool(self.periods)

    def heading(self, name: str) -> str:
        """As the file spells it, or as we call it where it has no such column."""
        place = self.places.get(name, NOT_THERE)
        return name if place == NOT_THERE else self.headings[place]


def value_columns(sheet: Sheet, problems: Problems) -> ValueColumns | None:
    """None, with a problem, for a file that is neither long nor wide."""
    columns = AuditColumns(sheet.headings)
    if _place(columns, LONG["period"]) != NOT_THERE:
        found = ValueColumns(_places(columns, OF_BOTH | LONG), {}, sheet.headings)
        if _place(columns, LONG["value"]) == _place(columns, LONG["numerator"]) == NOT_THERE:
            sentence = "Add a column “value”, or columns “numerator” and “denominator”"
            problems.add(sheet.heading_row, "value", "", sentence)
    else:
        places = _places(columns, OF_BOTH | WIDE)
        taken = set(places.values())
        periods = {
            place: meant
            for place, heading in enumerate(sheet.headings)
            if place not in taken and (meant := periods_meant(heading))
        }
        found = ValueColumns(places, periods, sheet.headings)
        if not periods:
            sentence = "Add a column “period”, or a column for each period, such as Q3 2016-17"
            problems.add(sheet.heading_row, "period", "", sentence)
            return None
    if found.places["measure"] == found.places["code"] == NOT_THERE:
        problems.add(sheet.heading_row, "measure", "", "Add a column with the heading “measure”")
    _check_headings(sheet, found, problems)
    return None if problems else found


def periods_meant(cell: Cell) -> Periods:
    """The periods that june_2023, 2015-16 Q1, Jun-23, 2016-17 or a spreadsheet's date may mean; none: none.

    2011-12 is December 2011 first, and the reporting year as well.
    """
    if isinstance(cell, date):
        return (Month.of(cell),)
    words = " ".join(cell.replace("_", " ").split())
    if found := _SHORT_MONTH.fullmatch(words):
        words = f"{found['name']} 20{found['year']}"
    elif _DAY.fullmatch(words):
        words = words[:7]
    meant = []
    for text in (words, f"Year {words}"):
        try:
            period = parse_reporting_period(text)
        except UnknownPeriod:
            continue
        if period not in meant:
            meant.append(period)
    return tuple(meant)


_SHORT_MONTH = re.compile(r"(?P<name>[A-Za-z]{3,9})[- ](?P<year>[0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _places(columns: AuditColumns, known: dict[str, tuple[str, ...]]) -> dict[str, int]:
    return {name: _place(columns, headings) for name, headings in known.items()}


def _place(columns: AuditColumns, headings: tuple[str, ...]) -> int:
    return next((place for h in headings if (place := columns.place(h)) != NOT_THERE), NOT_THERE)


def _check_headings(sheet: Sheet, found: ValueColumns, problems: Problems) -> None:
    """Columns that nobody knows or that are there twice; two columns for one period."""
    ignored = {plain(heading) for heading in IGNORED}
    read = {*found.places.values(), *found.periods}
    seen: set[str] = set()
    for place, heading in enumerate(sheet.headings):
        is_twice = plain(heading) in seen
        if heading and (is_twice or (place not in read and plain(heading) not in ignored)):
            sentence = "Nobody knows this column, or it is there twice: remove it"
            problems.add(sheet.heading_row, heading, heading, sentence)
        elif not heading and any(row[place] for row in sheet.rows):
            sentence = "This column has no heading: give it one, or remove what is in it"
            problems.add(sheet.heading_row, f"column {place + 1}", "", sentence)
        seen.add(plain(heading))
    first: dict[Periods, str] = {}
    for place, meant in found.periods.items():
        heading = sheet.headings[place]
        if (other := first.setdefault(meant, heading)) != heading:
            sentence = f"The column “{other}” is about this period too: keep one of them"
            problems.add(sheet.heading_row, heading, heading, sentence)
