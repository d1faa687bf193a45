"""Names as Excel allows them: of worksheets, and of the columns of a table."""

import re
from collections.abc import Iterable

LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]+")
_TAKEN = frozenset({"cover", "notes", "continued text", "history", ""})  # Excel keeps History for itself


def sheet_names(headings: Iterable[str]) -> list[str]:
    """> Overall judgements, or > Overall judgements (2): at most 31 characters, no two alike in any case."""
    taken = set(_TAKEN)
    names = []
    for heading in headings:
        wanted = _NOT_IN_SHEET_NAMES.sub(" ", heading).strip(" '") or "Table"
        name = _first_free(wanted, taken, LONGEST_SHEET_NAME)
        taken.add(name.casefold())
        names.append(name)
    return names


def unique_headings(headings: Iterable[str]) -> list[str]:
    """> Good, or > Good (2): Excel repairs, and so changes, a table with two columns of one name."""
    taken = {""}
    unique = []
    for heading in headings:
        name = _first_free(heading or "Column", taken, len(heading) + 8)
        taken.add(name.casefold())
        unique.append(name)
    return unique


def _first_free(wanted: str, taken: set[str], longest: int) -> str:
    name, number = wanted[:longest].strip(" '"), 1
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = wanted[: longest - len(suffix)].rstrip() + suffix
    return name


def quoted_sheet(name: str) -> str:
    """As a reference names a worksheet: > 'Children''s homes'"""
    return "'" + name.replace("'", "''") + "'"
