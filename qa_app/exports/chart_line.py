"""Where everything in a line chart lies: a legend, the axes, the levels, the line, its points."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import ceil
from typing import NamedTuple

from qa_app.domain.charts import LineChart, Mark, Point
from qa_app.exports.chart_axis import round_ticks, tick_label
from qa_app.exports.chart_captions import Frame, Spot, place_captions
from qa_app.exports.chart_legend import Key, legend
from qa_app.exports.chart_levels import Levels
from qa_app.exports.chart_shapes import Drawing, Linked, Path, Plain, Shape, Words
from qa_app.exports.chart_symbols import symbol
from qa_app.exports.chart_text import CHARACTER, LINE, baseline, in_lines, wrapped

WIDTH = 640
LOWEST_PLOT = 220.0  # pixels high at least
LOW_PLOT = 120.0  # the same of a low chart
ABOVE = 22.0  # for the captions of the highest points
UNIT = 20.0
BESIDE_AXIS = 8.0
BETWEEN_LABELS = 6.0  # along the axis of time
MEANINGS = {Mark.CONCERN: "Concern", Mark.IMPROVEMENT: "Improvement"}


class Plot(NamedTuple):
    """The area between the axes, and how values and points are placed in it."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float
    points: int

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def x(self, number: int) -> float:
        return self.left + self.spacing * (number + 0.5)

    @property
    def spacing(self) -> float:
        return (self.right - self.left) / max(self.points, 1)


def lay_out_line(chart: LineChart) -> Drawing:
    """Levels have their words to the right, points theirs above or below where they fit."""
    shapes, top = legend(_keys(chart), WIDTH)
    if chart.unit:
        shapes.append(Words(0, baseline(top + UNIT / 2), chart.unit, "quiet"))
        top += UNIT
    levels = Levels(chart.levels)
    ticks = round_ticks(_values(chart))
    labels = [tick_label(tick) for tick in ticks]
    plot = Plot(
        left=max(map(len, labels)) * CHARACTER + BESIDE_AXIS,
        top=top + ABOVE,
        right=WIDTH - levels.room,
        bottom=top + ABOVE + max(LOW_PLOT if chart.is_low else LOWEST_PLOT, levels.height),
        low=float(ticks[0]),
        high=float(ticks[-1]),
        points=len(chart.points),
    )
    shapes += levels.bands(plot.y, plot.left, plot.right)
    for tick, label in zip(ticks, labels, strict=True):
        y = plot.y(float(tick))
        shapes.append(Path(((plot.left, y), (plot.right, y)), "grid"))
        shapes.append(Words(plot.left - BESIDE_AXIS, baseline(y), label, "quiet", "end"))
    shapes.append(Path(((plot.left, plot.bottom), (plot.right, plot.bottom)), "axis"))
    shapes += levels.lines(plot.y, plot.left, plot.right, plot.bottom)
    shapes += _lines(chart.points, plot)
    shapes += _points(chart.points, plot)
    labels_of_time, height = _labels_of_time(chart.points, plot)
    return Drawing(WIDTH, plot.bottom + height, [*shapes, *labels_of_time])


def _keys(chart: LineChart) -> list[Key]:
    used = {point.mark for point in chart.points if point.value is not None}
    return [Key(partial(symbol, mark), words) for mark, words in MEANINGS.items() if mark in used]


def _values(chart: LineChart) -> list[float]:
    """All that has to be seen."""
    of_points = [point.value for point in chart.points]
    of_levels = [value for level in chart.levels for value in (level.value, level.up_to)]
    return [float(value) for value in (*of_points, *of_levels) if value is not None]


def _lines(points: Sequence[Point], plot: Plot) -> Iterator[Path]:
    """A stretch ends at a gap, and where what is measured changed."""
    stretch: list[tuple[float, float]] = []
    for number, point in enumerate(points):
        if point.value is None or point.starts_anew:
            if len(stretch) > 1:
                yield Path(stretch, "line")
            stretch = []
        if point.value is not None:
            stretch.append((plot.x(number), plot.y(float(point.value))))
    if len(stretch) > 1:
        yield Path(stretch, "line")


def _points(points: Sequence[Point], plot: Plot) -> Iterator[Shape]:
    spots = [
        Spot(
            plot.x(number),
            None if point.value is None else plot.y(float(point.value)),
            point.caption,
            bool(point.mark),
        )
        for number, point in enumerate(points)
    ]
    frame = Frame(plot.left + 3, plot.top - ABOVE, plot.right, plot.bottom - 3)
    captions = place_captions(spots, frame)
    for number, (point, spot) in enumerate(zip(points, spots, strict=True)):
        drawn: list[Plain] = [captions[number]] if number in captions else []
        if spot.y is not None:
            drawn.append(symbol(point.mark, spot.x, spot.y))
        if point.href and drawn:
            yield Linked(point.href, _name(point), drawn)
        else:
            yield from drawn


def _name(point: Point) -> str:
    """> Q3 2016-17: 57%, concern"""
    said = f"{point.label}: {point.caption}" if point.caption else point.label
    return f"{said}, {point.mark}" if point.mark else said


def _labels_of_time(points: Sequence[Point], plot: Plot) -> tuple[list[Words], float]:
    """Below the axis: upright where every word fits, else turned; and the height they take."""
    characters = int((plot.spacing - BETWEEN_LABELS) / CHARACTER)
    top = plot.bottom + BESIDE_AXIS
    if all(len(word) <= characters for point in points for word in point.label.split()):
        labels = [wrapped(point.label, characters) for point in points]
        height = max(map(len, labels), default=0) * LINE
        upright = [
            words
            for number, lines in enumerate(labels)
            for words in in_lines(plot.x(number), top + len(lines) * LINE / 2, lines, anchor="middle")
        ]
        return upright, BESIDE_AXIS + height
    every = ceil(LINE / plot.spacing)
    shown = [number for number in range(len(points)) if (len(points) - 1 - number) % every == 0]
    turned = [
        Words(baseline(plot.x(number)), top, points[number].label, anchor="end", turned=True)
        for number in shown
    ]
    longest = max(len(points[number].label) for number in shown)
    return turned, BESIDE_AXIS + longest * CHARACTER
