"""What somebody may agree to when a file is checked, and what they agreed to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import Any

from qa_app.domain.periods import Year
from qa_app.models import ImportBatch, ImportKind
from qa_app.services.importing import ADD_MISSING, CHOICES, COMPARATOR_YEAR, EXTRAS, REPLACE
from qa_app.services.importing_report import Report
from qa_app.web.selects import Select


@dataclass(frozen=True)
class Choice:
    """A box to tick; `name` is the option's."""

    name: str
    label: str
    chosen: bool


def choices_of(batch: ImportBatch, report: Report) -> list[Choice]:
    """Those that would change anything, and those that were ticked."""
    offered = {
        ADD_MISSING: report.missing_names,
        REPLACE: report.differs,
        EXTRAS: bool(report.also),
    }
    return [
        Choice(name, _label(batch.kind, name, report), chosen=bool(batch.options.get(name)))
        for name in CHOICES[batch.kind]
        if offered[name] or batch.options.get(name)
    ]


def years_of(report: Report) -> Select | None:
    """The list of years for the comparators."""
    if not report.comparator_years:
        return None
    chosen = str(report.comparator_years[0])
    newest_first = sorted(report.comparator_years, reverse=True)
    options = tuple((str(year), str(Year(year))) for year in newest_first)
    return Select(COMPARATOR_YEAR, "Year of the comparators", options, chosen)


def agreed_to(kind: ImportKind, form: Mapping[str, str]) -> dict[str, Any]:
    """What was ticked; a year that nobody was offered is none."""
    options: dict[str, Any] = {name: name in form for name in CHOICES[kind]}
    if kind is ImportKind.VALUES:
        year = form.get(COMPARATOR_YEAR, "")
        is_year = year.isascii() and year.isdecimal() and len(year) == 4
        options[COMPARATOR_YEAR] = int(year) if is_year and MINYEAR <= int(year) < MAXYEAR else None
    return options


def sent_again(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was agreed to, as a form sends it."""
    for name, chosen in options.items():
        if chosen:
            yield name, str(chosen) if name == COMPARATOR_YEAR else "y"


def _label(kind: ImportKind, name: str, report: Report) -> str:
    match kind, name:
        case ImportKind.AUDITS, _:
            return "Add the missing service areas, teams and streams"
        case ImportKind.HISTORY, _:
            return f"Replace what was loaded from {' and '.join(report.replaces)}"
        case _, "add_missing":
            return "Add the measures that are not there"
        case _, "replace":
            return "Replace what is here: it is kept, and the new values are marked as revised"
        case _:
            return f"Take from the file too: {', '.join(report.also)}"
