"""How the rows of a file come back from the process that read it: lines of JSON, and nothing that could run.

What comes back is checked as though a stranger had written it: a stranger's file was in that process.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from qa_app.domain.free_text import clean_text
from qa_app.importers.limits import MOST_CELLS, MOST_ROWS
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import Cell, OpenedSheet, Sheet

ROWS_IN_A_LINE = 200
LONGEST_SENTENCE = 2_000


class Nonsense(Exception):
    """What came back is no sheet."""


def sheet_lines(sheet: OpenedSheet) -> Iterator[bytes]:
    """The headings, the rows and, so that a sheet cut off is known, how many there were."""
    encode = json.JSONEncoder(check_circular=False, default=_day_sent).encode
    yield _line(encode({"headings": sheet.headings, "first_row": sheet.first_row}))
    count = 0
    while rows := list(islice(sheet.rows, ROWS_IN_A_LINE)):
        count += len(rows)
        yield _line(encode(rows))
    yield _line(encode({"rows": count}))


def refusal_line(sentence: str) -> bytes:
    return _line(json.dumps({"refused": sentence}))


def sheet_from_lines(lines: Iterable[bytes]) -> Sheet:
    """Raises UnreadableFile, with the sentence that came back, and Nonsense."""
    try:
        return _sheet(iter(lines))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Nonsense from error


def _sheet(lines: Iterator[bytes]) -> Sheet:
    beginning = _object(next(lines, b""))
    headings = tuple(_text(heading) for heading in beginning["headings"])
    first_row, width = _number(beginning["first_row"]), len(headings) + 1
    rows: list[list[Cell]] = []
    for line in lines:
        if line.startswith(b"{"):
            if _object(line)["rows"] != len(rows):
                raise Nonsense
            return Sheet(headings, rows, first_row)
        part = [[cell if type(cell) is str else _day(cell) for cell in row] for row in json.loads(line)]
        rows += part
        if any(len(row) != width for row in part) or len(rows) > MOST_ROWS:
            raise Nonsense
        if len(rows) * width > MOST_CELLS + MOST_ROWS:
            raise Nonsense
    raise Nonsense


def _object(line: bytes) -> dict[str, Any]:
    """Raises UnreadableFile where it says that the file is refused."""
    found = json.loads(line)
    if not isinstance(found, dict):
        raise Nonsense
    if "refused" in found:
        raise UnreadableFile(clean_text(_text(found["refused"])[:LONGEST_SENTENCE]))
    return found


def _line(text: str) -> bytes:
    return text.encode("ascii") + b"\n"


def _day_sent(cell: object) -> list[str]:
    if not isinstance(cell, date):
        raise TypeError(type(cell).__name__)
    return [cell.isoformat()]


def _day(cell: object) -> date:
    """A date is a list of one text, which no other cell is."""
    if not isinstance(cell, list) or len(cell) != 1:
        raise Nonsense
    return _day_of(_text(cell[0]))


@lru_cache(maxsize=20_000)
def _day_of(text: str) -> date:
    return date.fromisoformat(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Nonsense
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise Nonsense
    return value
