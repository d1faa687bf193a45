"""Pages being filled from the top, so that every part only says what comes next."""

from typing import NamedTuple

from qa_app.exports.chart_colours import BLACK
from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.marks import Bookmark, Mark, Page, Text

A4 = (595.28, 841.89)
MARGIN = 51.0  # 18 mm
FOOTER = 34.0
LEADING = 1.4  # of the size
LINE_GREY = "#b1b4b6"
PANEL = "#f3f2f1"


class Place(NamedTuple):
    """Where a part of the document begins: its bookmark, and its page, counted from 1."""

    key: str
    page: int


class Paper:
    """The pages so far and how far down the last is filled; `y` is where the next thing begins."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._places = 0
        self.landscape = False
        self.y = 0.0
        self.start_page()

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.pages[-1].width - 2 * MARGIN

    @property
    def body_height(self) -> float:
        """Between the margins of a whole page."""
        return self.pages[-1].height - 2 * MARGIN - FOOTER

    @property
    def room(self) -> float:
        """What is left of this page."""
        return self.y - MARGIN - FOOTER

    @property
    def is_fresh(self) -> bool:
        return not self.pages[-1].marks

    def start_page(self) -> None:
        width, height = reversed(A4) if self.landscape else A4
        self.pages.append(Page(width, height, []))
        self.y = height - MARGIN

    def turn(self, *, landscape: bool) -> None:
        """What follows is on pages this way round."""
        if landscape != self.landscape:
            self.landscape = landscape
            if self.is_fresh:
                self.pages.pop()
            self.start_page()

    def mark_place(self, title: str, *, level: int) -> Place:
        """Here begins what the outline has under this title, so many levels down from nought."""
        self._places += 1
        place = Place(f"part-{self._places}", len(self.pages))
        self.put(Bookmark(title, level, self.y, place.key))
        return place

    def put(self, mark: Mark) -> None:
        self.pages[-1].marks.append(mark)

    def skip(self, points: float) -> None:
        self.y -= points

    def keep(self, points: float) -> None:
        """What follows needs so much height in one piece, or as much as a page has."""
        if self.room < min(points, self.body_height):
            self.start_page()

    def write(self, text: str, *, size: float, bold: bool = False, colour: str = BLACK) -> None:
        """Text over the whole width, going on to the next page where it must."""
        face = fonts.bold() if bold else fonts.regular()
        for line in wrapped(text, face, size, self.width):
            self.keep(size * LEADING)
            self.put(Text(MARGIN, self.y - size, line, size, bold, colour=colour))
            self.y -= size * LEADING
