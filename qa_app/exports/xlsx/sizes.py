"""How wide columns and how high rows are.

Excel fits rows to wrapped text by itself, others do not. An extract of many thousand rows is not
wrapped at all, so that a row is a line.
"""

from collections.abc import Sequence
from math import ceil

from qa_app.domain.tables import Column, Value, shown

NARROWEST, WIDEST = 9, 60  # characters
ROOM_FOR_FILTER = 3  # the button beside a heading
ROOM_BESIDE = 3
HEADING_ON_ONE_LINE = 12  # characters, as > Q3 2016-17
LETTERS = 1.08  # to a character of width, which is that of a nought
LINE = 16.0  # points, of 12 point Arial
HIGHEST = 409.0  # points (Excel specifications and limits, Microsoft)


class Widest:
    """The longest line of each column so far, in characters."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.characters = [0] * len(columns)

    def add(self, row: Sequence[Value]) -> list[str]:
        """Returns the row as text, which is good for more than its widths."""
        texts = [shown(value, column) for value, column in zip(row, self.columns, strict=True)]
        for number, (text, widest) in enumerate(zip(texts, self.characters, strict=True)):
            if len(text) > widest:  # else none of its lines is longer either
                self.characters[number] = max(widest, *map(len, text.splitlines()))
        return texts

    def widths(self, headings: Sequence[str]) -> list[int]:
        """For every column its hint, or what its heading's longest word and its values take."""
        return [
            column.width or _width(heading, characters)
            for column, heading, characters in zip(self.columns, headings, self.characters, strict=True)
        ]


def height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Points for the highest of these texts, wrapped in columns so wide."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        if len(text) > width or not text.isprintable():
            lines = max(lines, _lines(text, width))
    return min(lines * LINE, HIGHEST)


def _lines(text: str, width: int) -> int:
    return sum(max(1, ceil(len(line) / (width * LETTERS))) for line in text.splitlines()) or 1


def _width(heading: str, characters: int) -> int:
    unbroken = [heading] if len(heading) <= HEADING_ON_ONE_LINE else heading.split()
    widest = max(map(len, unbroken), default=0)
    return min(max(NARROWEST, widest + ROOM_FOR_FILTER + 1, characters + ROOM_BESIDE), WIDEST)
