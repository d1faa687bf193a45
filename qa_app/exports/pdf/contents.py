"""The list of what a document holds, with the page of each.

It is put on paper before anything is known of the pages, and finished when all of them are full.
"""

from collections.abc import Sequence
from typing import NamedTuple

from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.marks import InnerLink, Mark, Rule, Text
from qa_app.exports.pdf.paper import LEADING, LINE_GREY, MARGIN, Paper, Place

HEADING = 16.0
SIZE = 10.0
INDENT = 16.0  # points a level
ROOM_FOR_NUMBER = 40.0
ABOVE_AND_BELOW = 3.0
DEEPEST = 2
"""Below this, places are in the outline only: with all of them the list would be as long as a chapter."""


class Entry(NamedTuple):
    """A title that waits for its page: the number is to take a place held among the marks, behind the title
    and before the next, as the list is read.
    """

    title: str
    marks: list[Mark]
    held: int
    number: Text
    bottom: float
    height: float


class Contents:
    """The list, on as many pages as it takes."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._entries: list[Entry | None] = []

    def write(self, titles: Sequence[tuple[str, int]]) -> None:
        """One line or more for each title and its level, which counts from 1; then a new page begins."""
        paper = self.paper
        paper.skip(HEADING * 1.2)
        paper.keep(HEADING * LEADING + 4 * SIZE * LEADING)
        paper.mark_place("Contents", level=1)
        paper.write("Contents", size=HEADING, bold=True)
        paper.skip(4)
        self._entries = [self._entry(title, level) if level <= DEEPEST else None for title, level in titles]
        paper.start_page()

    def finish(self, places: Sequence[Place]) -> None:
        """`places` are where the titles came to stand, in the same order."""
        for entry, place in zip(self._entries, places, strict=True):
            if entry:
                entry.marks[entry.held] = entry.number._replace(text=str(place.page))
                width = entry.number.x - MARGIN
                link = InnerLink(MARGIN, entry.bottom, width, entry.height, place.key, entry.title)
                entry.marks.append(link)

    def _entry(self, title: str, level: int) -> Entry:
        paper, indent = self.paper, INDENT * (level - 1)
        bold = level == 1
        face = fonts.bold() if bold else fonts.regular()
        lines = wrapped(title, face, SIZE, paper.width - indent - ROOM_FOR_NUMBER)
        height = len(lines) * SIZE * LEADING + 2 * ABOVE_AND_BELOW
        paper.keep(height)
        baseline = paper.y - ABOVE_AND_BELOW - SIZE
        for line in lines:
            number = Text(MARGIN + paper.width, baseline, "", SIZE, right=True)
            paper.put(Text(MARGIN + indent, baseline, line, SIZE, bold))
            baseline -= SIZE * LEADING
        paper.put(number)
        held = len(paper.pages[-1].marks) - 1
        paper.skip(height)
        paper.put(Rule(MARGIN, paper.y, paper.width, 0.5, LINE_GREY))
        return Entry(title, paper.pages[-1].marks, held, number, paper.y, height)
