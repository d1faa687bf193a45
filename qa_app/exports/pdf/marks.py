"""What can be put on a page. Points, from the bottom left corner, as PDF counts."""

from typing import NamedTuple

from qa_app.exports.chart_colours import BLACK
from qa_app.exports.chart_shapes import Drawing


class Text(NamedTuple):
    """One line on its baseline; `right` is whether x is its right end."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    right: bool = False
    colour: str = BLACK


class Words(NamedTuple):
    """Words of one style within a line."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = BLACK


class Line(NamedTuple):
    """Words of several styles on one baseline; before them may stand a mark, whose room is left of x."""

    x: float
    y: float
    size: float
    words: tuple[Words, ...]
    mark: str = ""
    room: float = 0.0


class Rule(NamedTuple):
    """A horizontal line."""

    x: float
    y: float
    width: float
    thickness: float
    colour: str


class Panel(NamedTuple):
    """A filled rectangle, from its bottom left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Picture(NamedTuple):
    """A chart, from its top left corner."""

    x: float
    top: float
    width: float
    drawing: Drawing


class Link(NamedTuple):
    """Where a click leads outside the document; a rectangle, from its bottom left corner."""

    x: float
    y: float
    width: float
    height: float
    href: str


class Bookmark(NamedTuple):
    """A place in the outline; `level` counts from nought, `key` is its own in the document."""

    title: str
    level: int
    top: float
    key: str


class InnerLink(NamedTuple):
    """A rectangle that leads to a bookmark, and the words it holds."""

    x: float
    y: float
    width: float
    height: float
    key: str
    words: str


Mark = Text | Line | Rule | Panel | Picture | Link | InnerLink | Bookmark


class Page(NamedTuple):
    """A page and what is on it, in the order it is drawn."""

    width: float
    height: float
    marks: list[Mark]
