"""Names as Excel allows them: of worksheets, and of the columns of a table."""

import re
from collections.abc import Iterable

from qa_app.exports.xlsx.long_text import pieces

LONGEST_SHEET_NAME = 31  # UTF-16 units, as Excel counts
NO_LIMIT = 1_000_000  # on headings, which are written whole
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]+")
_CONTROL = re.compile(r"[\x00-\x1f\ufffe\uffff]")
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
        name = _first_free(heading or "Column", taken, NO_LIMIT)
        taken.add(name.casefold())
        unique.append(name)
    return unique


def _first_free(wanted: str, taken: set[str], longest: int) -> str:
    name, number = _beginning(wanted, longest).strip(" '"), 1
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = _beginning(wanted, longest - len(suffix)).rstrip() + suffix
    return name


def _beginning(text: str, longest: int) -> str:
    return next(pieces(text, longest), "")


def in_one_line(text: str, longest: int = 255) -> str:
    """Text for where XlsxWriter writes control characters unescaped, which no reader would open."""
    return _CONTROL.sub(" ", text)[:longest]


def quoted_sheet(name: str) -> str:
    """As a reference names a worksheet: > 'Children''s homes'"""
    return "'" + name.replace("'", "''") + "'"
