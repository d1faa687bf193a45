"""A table on paper: the headings again on every page, and a row that goes on over pages if it must.

Cells are plain lines and not paragraphs of a layout engine, which is a hundred times faster, takes no
text for mark-up and has no trouble with a cell longer than a page.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Shorthand, Table, marks_in, marks_of, shown
from qa_app.exports.chart_colours import BLACK
from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.fonts import Face
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.marks import Panel, Rule, Text
from qa_app.exports.pdf.paper import A4, LEADING, LINE_GREY, MARGIN, Paper
from qa_app.exports.pdf.widths import WIDEST_WORD, extremes, share_out
from qa_app.exports.tones import TINTS

SIZES = (9.0, 8.0, 7.0)
LAST = (True, SIZES[-1], True)
BETWEEN = {9.0: 12.0, 8.0: 9.0, 7.0: 6.0}  # points between columns, by the size of type
LONG = 300.0  # points; text that would be longer than that in one line is sentences, and
ROOM_FOR_SENTENCES = 110.0  # they are not read in a narrower column than this
ABOVE_AND_BELOW = 4.0
# A row, or the headings, taller than this share of a page may be split; repeating them would waste it.
KEPT_WHOLE = 0.33
# A table no taller than this share of a page is not split at all.
SMALL_TABLE = 0.5

Row = list[list[str]]  # the lines of each cell
NO_TONES: Mapping[int, Tone] = {}


@dataclass(frozen=True)
class Texts:
    """A table as read: the text of every cell, and the shorthand that needs explaining below it.

    `tones` are of the cells that have one, by row and column.
    """

    table: Table
    rows: list[list[str]]
    shorthand: tuple[Shorthand, ...]
    tones: Mapping[tuple[int, int], Tone]


@dataclass(frozen=True)
class Fit:
    """The way round the page is, the size of type and the widths of the columns, in points."""

    landscape: bool
    size: float
    widths: Sequence[float]


def texts_of(table: Table) -> Texts:
    rows, used, tones = [], set[Shorthand](), {}
    for column in table.columns:
        used |= marks_in(column.heading)
    for number, row in enumerate(table.rows):
        rows.append([shown(value, column) for value, column in zip(row, table.columns, strict=True)])
        for place, value in enumerate(row):
            used |= marks_of(value)
            if isinstance(value, Figure) and value.tone:
                tones[number, place] = value.tone
    return Texts(table, rows, tuple(mark for mark in Shorthand if mark in used), tones)


def best_fit(texts: Texts, *, turned: bool = False) -> Fit:
    """Portrait in the largest type that breaks no word, else landscape, else landscape and small.

    In the last resort figures are wrapped. `turned` is for a page that is landscape already.
    """
    columns = list(zip(*texts.rows, strict=True)) or [()] * len(texts.table.columns)
    upright = [] if turned else [(False, size, False) for size in SIZES[:2]]
    for landscape, size, wrapping in [*upright, *((True, size, False) for size in SIZES), LAST]:
        room = A4[landscape] - 2 * MARGIN - BETWEEN[size] * (len(columns) - 1)
        measured = [
            _extremes(cells, column, size, wrapping=wrapping)
            for cells, column in zip(columns, texts.table.columns, strict=True)
        ]
        narrowest, wanted = zip(*measured, strict=True)
        if sum(narrowest) <= room:
            break
    return Fit(landscape, size, share_out(room, narrowest, wanted))


def _extremes(cells: Sequence[str], column: Column, size: float, *, wrapping: bool) -> tuple[float, float]:
    """Figures and dates stay on one line unless `wrapping`; a heading may always wrap."""
    narrowest, wanted = extremes(cells, fonts.regular(), size)
    if column.kind is not Kind.TEXT and not wrapping:
        narrowest = min(wanted, WIDEST_WORD)
    if wanted > LONG:
        narrowest = max(narrowest, ROOM_FOR_SENTENCES)
    heading, _ = extremes([column.heading], fonts.bold(), size)
    return max(narrowest, heading), max(wanted, heading)


class TableWriter:
    """Puts the rows on paper one after another."""

    def __init__(self, paper: Paper, texts: Texts, fit: Fit) -> None:
        self.paper = paper
        self.texts = texts
        self.fit = fit
        self.size = fit.size
        self.widths = fit.widths
        self.leading = fit.size * LEADING
        self.places: list[tuple[float, bool]] = []  # of each column: x, and whether that is its right end
        self.lefts: list[float] = []
        x = MARGIN
        for width, column in zip(fit.widths, texts.table.columns, strict=True):
            numeric = column.kind.is_numeric
            self.places.append((x + width if numeric else x, numeric))
            self.lefts.append(x)
            x += width + BETWEEN[fit.size]
        headings = [column.heading for column in texts.table.columns]
        self.headings = self._wrapped(headings, fonts.bold())

    def kept_together(self) -> float:
        """Points that should not be parted: all of a small table, else its headings and first row."""
        page = self.paper.body_height
        height, opening = self._height(self.headings), 0.0
        for texts in self.texts.rows:
            height += self._height(self._wrapped(texts, fonts.regular()))
            opening = opening or min(height, KEPT_WHOLE * page)
            if height > SMALL_TABLE * page:
                return opening
        return height

    def write(self) -> None:
        self._put(self.headings, bold=True)
        toned: defaultdict[int, dict[int, Tone]] = defaultdict(dict)
        for (number, column), tone in self.texts.tones.items():
            toned[number][column] = tone
        for number, texts in enumerate(self.texts.rows):
            row = self._wrapped(texts, fonts.regular())
            height = self._height(row)
            if height > self.paper.room and height <= KEPT_WHOLE * self.paper.body_height:
                self._start_page()
            self._put(row, bold=False, tones=toned[number])

    def _put(self, row: Row, *, bold: bool, tones: Mapping[int, Tone] = NO_TONES) -> None:
        """The row, over as many pages as it takes; `tones` by column."""
        done, most = 0, max(map(len, row))
        while done < most:
            lines = int((self.paper.room - 2 * ABOVE_AND_BELOW) / self.leading)
            if lines < 1:
                self._start_page(repeating=not bold)
                continue
            part = [cell[done : done + lines] for cell in row]
            self._put_part(part, bold=bold, tones=tones)
            done += lines

    def _put_part(self, row: Row, *, bold: bool, tones: Mapping[int, Tone] = NO_TONES) -> None:
        put, size, top = self.paper.put, self.size, self.paper.y - ABOVE_AND_BELOW
        for column, tone in tones.items():
            self._put_tint(column, self._height(row), TINTS[tone])
        for (x, right), lines in zip(self.places, row, strict=True):
            y = top - size
            for line in lines:
                put(Text(x, y, line, size, bold, right))
                y -= self.leading
        self.paper.y -= self._height(row)
        colour, thickness = (BLACK, 1.0) if bold else (LINE_GREY, 0.5)
        put(Rule(MARGIN, self.paper.y, self.paper.width, thickness, colour))

    def _put_tint(self, column: int, height: float, colour: str) -> None:
        """Behind the whole cell, half way to those on either side."""
        around = BETWEEN[self.size] / 2 - 0.5
        left = max(MARGIN, self.lefts[column] - around)
        right = min(MARGIN + self.paper.width, self.lefts[column] + self.widths[column] + around)
        self.paper.put(Panel(left, self.paper.y - height, right - left, height, colour))

    def _start_page(self, *, repeating: bool = True) -> None:
        self.paper.start_page()
        if repeating and self._height(self.headings) <= KEPT_WHOLE * self.paper.body_height:
            self._put_part(self.headings, bold=True)

    def _height(self, row: Row) -> float:
        return max(map(len, row)) * self.leading + 2 * ABOVE_AND_BELOW

    def _wrapped(self, texts: Sequence[str], face: Face) -> Row:
        size = self.size
        return [wrapped(text, face, size, width) for text, width in zip(texts, self.widths, strict=True)]
