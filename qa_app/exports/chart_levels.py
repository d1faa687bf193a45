"""The horizontal lines of a line chart, each with its words to the right of it."""

from collections.abc import Callable, Iterator, Sequence

from qa_app.domain.charts import Level
from qa_app.exports.chart_shapes import Box, Path, Shape
from qa_app.exports.chart_text import LINE, in_lines, room, wrapped

WIDEST_LABEL = 19  # characters to a line
LEADER = 16.0  # pixels from the end of a line to its words
BESIDE_LEADER = 4.0
BETWEEN_LABELS = 5.0

ToHeight = Callable[[float], float]
"""From a value to where it lies, in pixels from the top."""


class Levels:
    """The lines of one chart, and the room that their words take."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self.levels = levels
        self.labels = [wrapped(level.label, WIDEST_LABEL) for level in levels]
        self._heights = [len(lines) * LINE + BETWEEN_LABELS for lines in self.labels]

    @property
    def room(self) -> float:
        """To the right of the lines."""
        return LEADER + BESIDE_LEADER + room(self.labels) if self.levels else 0.0

    @property
    def height(self) -> float:
        """What the words need one below the other."""
        return sum(self._heights)

    def bands(self, y_of: ToHeight, left: float, right: float) -> Iterator[Box]:
        """The ranges, which lie behind everything."""
        for level in self.levels:
            if level.up_to is not None:
                top, bottom = sorted(_heights_of(level, y_of))
                yield Box(left, top, right - left, bottom - top, "range")

    def lines(self, y_of: ToHeight, left: float, right: float, bottom: float) -> Iterator[Shape]:
        """Each line, a thin one that leads from its end to its words, and the words; none overlap."""
        ends = [_heights_of(level, y_of) for level in self.levels]
        starts = [sum(ys) / len(ys) for ys in ends]
        middles = spread(starts, self._heights, bottom)
        for level, ys, start, middle, lines in zip(
            self.levels, ends, starts, middles, self.labels, strict=True
        ):
            for y in ys:
                yield Path(((left, y), (right, y)), level.kind.value)
            yield Path(((right, start), (right + LEADER, middle)), "leader")
            yield from in_lines(right + LEADER + BESIDE_LEADER, middle, lines)


def spread(wanted: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """Middles as near to those wanted as can be without overlapping, none reaching below `bottom`."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    middles = [0.0] * len(wanted)
    lowest = float("-inf")
    for number in order:
        middles[number] = max(wanted[number], lowest + heights[number] / 2)
        lowest = middles[number] + heights[number] / 2
    highest = bottom
    for number in reversed(order):
        middles[number] = min(middles[number], highest - heights[number] / 2)
        highest = middles[number] - heights[number] / 2
    return middles


def _heights_of(level: Level, y_of: ToHeight) -> list[float]:
    """Of its line, or of both ends of its range."""
    values = [level.value] if level.up_to is None else [level.value, level.up_to]
    return [y_of(float(value)) for value in values]
