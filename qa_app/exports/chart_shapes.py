"""What a chart is drawn of, whatever its kind: laid out once, drawn by two pens.

Units are CSS pixels, from the top left corner; the document scales them. `style` names a look that
`chart_styles.py` has for the document and `static/css/charts.css` for the page.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]


class Words(NamedTuple):
    """Text on its baseline, which `x` is the start, the middle or the end of.

    `turned` text reads from the bottom to the top, about the same place.
    """

    x: float
    y: float
    text: str
    style: str = ""
    anchor: Anchor = "start"
    turned: bool = False


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    style: str


class Path(NamedTuple):
    """A line through two places or more."""

    places: Sequence[tuple[float, float]]
    style: str


class Polygon(NamedTuple):
    places: Sequence[tuple[float, float]]
    style: str


class Circle(NamedTuple):
    x: float
    y: float
    radius: float
    style: str


Plain = Words | Box | Path | Polygon | Circle


class Linked(NamedTuple):
    """Shapes that lead somewhere on a page, and what the link says by itself."""

    href: str
    name: str
    shapes: Sequence[Plain]


Shape = Plain | Linked


class Drawing(NamedTuple):
    """A whole chart; its title stands outside."""

    width: float
    height: float
    shapes: Sequence[Shape]
