"""A table as CSV: UTF-8 with a byte order mark (Excel needs it), one row of headings, RFC 4180 quoting.

A CSV is read by machines, so figures are not rounded, dates are ISO 8601 and a figure that does not
exist is its shorthand, e.g. > [z]. Text is whole and unchanged but for two things: a cell that begins
as a formula does gets an apostrophe before it, and NUL, which databases and readers of CSV refuse,
is written as its picture, U+2400.

Written a column of a thousand cells at a time: asking all of them at once whether any needs quoting
is twice as fast as the module csv, which looks at every character.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import islice

from qa_app.domain.periods import london_time
from qa_app.domain.tables import Figure, Shorthand, Table, Value

# What Excel and LibreOffice take for a formula (OWASP, "CSV Injection"); all sort before "A".
FORMULA_STARTS = frozenset("=+-@\t\r")
WRITTEN_AS_THEY_ARE = frozenset({int, date, type(None)})
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ROWS_AT_ONCE = 1_000


def csv_bytes(table: Table) -> bytes:
    return b"".join(csv_chunks(table))


def csv_chunks(table: Table) -> Iterator[bytes]:
    """The file in pieces of a thousand rows, so that a million rows need no more memory than a few."""
    headings = tuple(column.heading for column in table.columns)
    yield BYTE_ORDER_MARK + _lines([headings], width=len(headings))
    rows = iter(table.rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield _lines(some, width=len(headings))


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: > '=1+1"""
    return f"'{text}" if text[:1] in FORMULA_STARTS else text


def _lines(rows: Sequence[Sequence[Value]], *, width: int) -> bytes:
    """A lone surrogate, which is not text, is written > \\ud800. Raises ValueError for a row not so wide."""
    columns = [_quoted(_texts(cells)) for cells in zip(*rows, strict=True)]
    if len(columns) != width:
        raise ValueError(f"{len(columns)} cells below {width} headings")
    if width == 1:  # an empty line would be no row at all
        columns = [[cell or '""' for cell in columns[0]]]
    lines = "\r\n".join(map(",".join, zip(*columns, strict=True)))
    return f"{lines}\r\n".replace("\0", "\u2400").encode("utf-8", errors="backslashreplace")


def _texts(cells: Sequence[Value]) -> Sequence[str]:
    kinds = set(map(type, cells))
    if kinds == {str} and _start_no_formula(cells):  # type: ignore[arg-type]  # all are str here
        return cells  # type: ignore[return-value]
    if kinds <= WRITTEN_AS_THEY_ARE:
        return ["" if cell is None else str(cell) for cell in cells]
    return ["" if cell is None else _text(cell) for cell in cells]


def _start_no_formula(cells: Sequence[str]) -> bool:
    """Words all sort after the marks that start a formula; dates in text, which do not, are looked at."""
    return min(cells) >= "A" or FORMULA_STARTS.isdisjoint({cell[:1] for cell in cells})


def _text(value: Value) -> str:
    match value:
        case str():
            return guarded(value)
        case Shorthand():
            return value.mark
        case Figure():
            return _text(value.value)
        case datetime():
            return london_time(value).isoformat(timespec="seconds")
        case Fraction():
            return str(value if value.denominator == 1 else float(value))
        case None:
            return ""
        case _:
            return str(value)


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    if not _needs_quotes("".join(cells)):
        return cells
    return ['"' + cell.replace('"', '""') + '"' if _needs_quotes(cell) else cell for cell in cells]


def _needs_quotes(text: str) -> bool:
    return '"' in text or "," in text or "\n" in text or "\r" in text
