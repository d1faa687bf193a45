"""A file of rows, CSV or workbook, as text and dates below one row of headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import PurePath

from qa_app.importers.csv_rows import csv_rows
from qa_app.importers.file_kinds import FileKind, kind_of
from qa_app.importers.limits import MOST_ROWS, SPLIT_IT, limits_for
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.xlsx_rows import xlsx_rows

EMPTY = "The file is empty. Choose a file with a row of headings and a row for each entry."

Cell = str | date
"""A blank is ""; a date is one only where a spreadsheet says that it is."""


@dataclass(frozen=True)
class Sheet:
    """Headings and the rows below them; `first_row` is the number of the row after the headings.

    Every row is as wide as the headings and one blank cell more: `row[-1]` is what a column
    holds that the file does not have.
    """

    headings: tuple[str, ...]
    rows: list[list[Cell]]
    first_row: int

    @property
    def heading_row(self) -> int:
        return self.first_row - 1


@dataclass(frozen=True)
class OpenedSheet:
    """A sheet whose rows are read one after the other, once, without keeping them all."""

    headings: tuple[str, ...]
    rows: Iterator[list[Cell]]
    """Raises UnreadableFile where it turns out that there are too many."""
    first_row: int


def read_sheet(content: bytes, file_name: str) -> Sheet:
    """Raises UnreadableFile for what is no CSV file or workbook, is not what its name says, or has no rows.

    Blank lines above the headings are skipped; those between rows are kept, so that numbers agree. A file
    that somebody sent is read in a process of its own instead: see `read_apart`.
    """
    opened = open_sheet(content, file_name)
    return Sheet(opened.headings, list(opened.rows), opened.first_row)


def open_sheet(content: bytes, file_name: str) -> OpenedSheet:
    """Raises UnreadableFile as `read_sheet` does."""
    numbered = enumerate(_rows(content, file_name), start=1)
    above = next(((number, row) for number, row in numbered if any(row)), None)
    if above is None:
        raise UnreadableFile(EMPTY)
    heading_row, headings = above
    below = _to_the_last(row for _, row in numbered)
    first = next(below, None)
    if first is None:
        raise UnreadableFile("The file has headings but no rows below them. Add the rows, then try again.")
    names = tuple(str(cell).strip() for cell in headings[:-1])
    return OpenedSheet(names, chain([first], below), first_row=heading_row + 1)


def _to_the_last(rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """Without the blank ones at the end."""
    blank: list[list[Cell]] = []
    given = 0
    for row in rows:
        blank.append(row)
        if any(row):
            given += len(blank)
            if given <= MOST_ROWS:
                yield from blank
            blank = []
    if given > MOST_ROWS:
        raise UnreadableFile(
            f"The file has {given:,} rows and the most at a time is {MOST_ROWS:,}. {SPLIT_IT}"
        )


def _rows(content: bytes, file_name: str) -> Iterator[list[Cell]]:
    if not content:
        raise UnreadableFile(EMPTY)
    if kind_of(content, file_name) is FileKind.TEXT:
        return csv_rows(content)
    may_have_macros = PurePath(file_name).suffix.lower() == ".xlsm"
    return xlsx_rows(content, limits_for(len(content)), may_have_macros=may_have_macros)
