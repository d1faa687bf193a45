"""CSV as the programs of a council write it: several encodings, several delimiters."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from qa_app.importers.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, SPLIT_IT
from qa_app.importers.problems import UnreadableFile

LONGEST_FIELD = 1_000_000
"""Characters; the module csv stops at 131,072 and could then not say in which row."""

BLANK_ROWS = 1_000
"""So many may stand above the headings, between the rows and below them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = "This is not a text file. Open it in the program it comes from and save it as CSV."
_IN_TWO_ENCODINGS = (
    "Some letters in this file are written in one encoding and some in another, so that é or £ could be read"
    " wrongly. Open it in Excel, put them right and save it as “CSV UTF-8 (*.csv)”."
)
_OF_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A letter beyond ASCII. What is not UTF-8 as a whole has none by chance, but for É before ’ and the like."""


def csv_rows(content: bytes) -> Iterator[list[str | date]]:
    """Every row as wide as the widest and one blank cell more. Raises UnreadableFile."""
    text = _decoded(content)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS + BLANK_ROWS:
                break
    except csv.Error as error:
        raise UnreadableFile(
            f"Row {len(rows) + 1} cannot be read: its quotation marks do not match, or a cell is far too"
            " long. A quotation mark in a cell is written twice, and the whole cell in quotation marks."
        ) from error
    width = max(map(len, rows), default=0) + 1
    if width > MOST_COLUMNS or len(rows) > MOST_ROWS + BLANK_ROWS or len(rows) * width > MOST_CELLS:
        raise UnreadableFile(
            f"The file has more than {MOST_COLUMNS:,} columns, {MOST_ROWS:,} rows or {MOST_CELLS:,} cells."
            f" {SPLIT_IT}"
        )
    yield from (_padded(row, width) for row in rows)


def _padded(row: list[str], width: int) -> list[str | date]:
    return [*("" if cell.isspace() else cell for cell in row), *[""] * (width - len(row))]


def _decoded(content: bytes) -> str:
    """Raises UnreadableFile for bytes that are no text in UTF-8, UTF-16 or Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(_NOT_TEXT) from error
    if b"\0" in content[:4] and len(content) > 3:
        # UTF-16 without its mark: every other byte of a heading is NUL.
        encoding = "utf-16-be" if content[0] == 0 else "utf-16-le"
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            raise UnreadableFile(_NOT_TEXT) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_an_old_program(content)


def _of_an_old_program(content: bytes) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(_NOT_TEXT) from error
    if _OF_UTF_8.search(content):
        raise UnreadableFile(_IN_TWO_ENCODINGS)
    return text


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that the headings have most of."""
    headings = text.lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=headings.count)
