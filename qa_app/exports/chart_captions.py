"""What stands by the points of a line: above or below each, wherever it has room.

A caption never lies on another or on a point. Where there are many points some have none: the newest,
the marked, the highest and the lowest come first, and all stand in the table beside the chart.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qa_app.exports.chart_shapes import Words
from qa_app.exports.chart_symbols import REACH
from qa_app.exports.chart_text import FONT_SIZE, bold_width

OFF = 3.0  # pixels between a symbol and its caption
BETWEEN = 5.0  # pixels between two captions side by side


class Spot(NamedTuple):
    """A point where it lies; `y` is None in a gap, whose caption stands on the axis."""

    x: float
    y: float | None
    caption: str
    is_marked: bool


class Frame(NamedTuple):
    """Within which captions stay."""

    left: float
    top: float
    right: float
    bottom: float


class _Place(NamedTuple):
    """A rectangle that a caption may take."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Place") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place_captions(spots: Sequence[Spot], frame: Frame) -> dict[int, Words]:
    """By the number of the spot, for those that have room."""
    taken = [_symbol(spot) for spot in spots if spot.y is not None]
    found: dict[int, Words] = {}
    for number in _in_order(spots):
        spot = spots[number]
        free = [
            place
            for place in _places(spot, frame)
            if place.top >= frame.top
            and place.bottom <= frame.bottom
            and not any(place.meets(other) for other in taken)
        ]
        if free:
            place = next((place for place in free if not _is_crossed(place, spots)), free[0])
            taken.append(place._replace(left=place.left - BETWEEN, right=place.right + BETWEEN))
            middle, baseline = (place.left + place.right) / 2, place.bottom - 0.2 * FONT_SIZE
            style = "quiet" if spot.y is None else "caption"
            found[number] = Words(middle, baseline, spot.caption, style, "middle")
    return found


def _in_order(spots: Sequence[Spot]) -> list[int]:
    """The newest, then the marked, the highest and the lowest, then back in time; gaps last of all."""
    heights = [spot.y for spot in spots if spot.y is not None]
    outermost = {min(heights), max(heights)} if heights else set()

    def rank(number: int) -> tuple[bool, bool, bool, int]:
        spot, newest = spots[number], number == len(spots) - 1
        outer = spot.y in outermost
        return (spot.y is None, not (newest or spot.is_marked), not (newest or outer), -number)

    return sorted((number for number, spot in enumerate(spots) if spot.caption), key=rank)


def _places(spot: Spot, frame: Frame) -> Iterator[_Place]:
    """Above, then below; moved sideways where the frame ends."""
    width = bold_width(spot.caption)
    left = max(frame.left, min(spot.x - width / 2, frame.right - width))
    if spot.y is None:
        tops = [frame.bottom - FONT_SIZE]
    else:
        tops = [spot.y - REACH - OFF - FONT_SIZE, spot.y + REACH + OFF]
    for top in tops:
        yield _Place(left, top, left + width, top + FONT_SIZE)


def _symbol(spot: Spot) -> _Place:
    y = spot.y or 0.0
    return _Place(spot.x - REACH, y - REACH, spot.x + REACH, y + REACH)


def _is_crossed(place: _Place, spots: Sequence[Spot]) -> bool:
    """Whether the line runs through it."""
    for before, after in pairwise(spots):
        if before.y is None or after.y is None or after.x <= place.left or before.x >= place.right:
            continue
        slope = (after.y - before.y) / (after.x - before.x)
        start, end = max(before.x, place.left), min(after.x, place.right)
        heights = [before.y + slope * (x - before.x) for x in (start, end)]
        if min(heights) < place.bottom and max(heights) > place.top:
            return True
    return False
