"""Where everything in a chart lies, said once for the page and the document.

Units are CSS pixels, from the top left corner; the document scales them. The bars are horizontal, so
that a label of any length and any number of periods have room.
"""

import textwrap
from decimal import Decimal
from typing import NamedTuple

from qa_app.domain.charts import Bar, StackedChart
from qa_app.domain.percentages import NOTHING_AUDITED, rounded_percent
from qa_app.exports.chart_colours import ramp_positions

WIDTH = 640
FONT_SIZE = 14
CHARACTER = 7.6  # a little more than an average character of 14 pixel Arial is wide
CHARACTER_OF_A_WORD = 6.8  # words of the legend have fewer wide characters
LINE = 17

LEGEND_ROW = 24
SWATCH = 14
BELOW_LEGEND = 10

BAR_HEIGHT = 30
BETWEEN_BARS = 10
GAP = 2  # white, between segments
NARROWEST_SEGMENT = 1
WIDEST_LABEL = 24  # characters to a line
WIDEST_CAPTION = 16
BESIDE = 12  # between label, bar and caption


class Words(NamedTuple):
    """Text on its baseline, from `x`; the labels of segments are centred on it."""

    x: float
    y: float
    text: str


class Segment(NamedTuple):
    """A share of a bar that is not nought; `label` is empty where it would not fit."""

    x: float
    y: float
    width: float
    series: int
    ramp: int
    percent: str
    label: Words | None


class Row(NamedTuple):
    """One bar and the words on either side; `nothing` is N/A in place of segments."""

    bar: Bar
    labels: list[Words]
    segments: list[Segment]
    nothing: Words | None
    captions: list[Words]


class Key(NamedTuple):
    """One grade in the legend: the corner of its swatch, its colour, its words."""

    x: float
    y: float
    ramp: int
    words: Words


class Layout(NamedTuple):
    """Names are N/A and > n = 24 beside the bars; the title stands outside."""

    width: float
    height: float
    legend: list[Key]
    rows: list[Row]


def lay_out(chart: StackedChart) -> Layout:
    ramp = ramp_positions(len(chart.series))
    legend, top = _legend(chart, ramp)
    labels = [_wrapped(bar.label, WIDEST_LABEL) for bar in chart.bars]
    captions = [_wrapped(bar.caption, WIDEST_CAPTION) for bar in chart.bars]
    left = _room(labels) and _room(labels) + BESIDE
    right = WIDTH - (_room(captions) and _room(captions) + BESIDE)
    rows = []
    for bar, label, caption in zip(chart.bars, labels, captions, strict=True):
        height = max(BAR_HEIGHT, LINE * max(len(label), len(caption)))
        middle = top + height / 2
        bar_top = middle - BAR_HEIGHT / 2
        nothing = None if bar.shares else Words(left, _baseline(middle), NOTHING_AUDITED)
        said = [] if nothing and bar.caption == NOTHING_AUDITED else caption
        rows.append(
            Row(
                bar,
                _lines(0, middle, label),
                _segments(bar, ramp, left, right - left, bar_top),
                nothing,
                _lines(right + BESIDE, middle, said),
            )
        )
        top += height + BETWEEN_BARS
    return Layout(WIDTH, max(top - BETWEEN_BARS, 1), legend, rows)


def _legend(chart: StackedChart, ramp: tuple[int, ...]) -> tuple[list[Key], float]:
    """The words of the grades in as many lines as they need, and where the bars may begin."""
    x, y, keys = 0.0, 0.0, []
    for label, position in zip(chart.series, ramp, strict=True):
        width = SWATCH + 6 + len(label) * CHARACTER_OF_A_WORD + 20
        if x and x + width > WIDTH:
            x, y = 0.0, y + LEGEND_ROW
        keys.append(Key(x, y, position, Words(x + SWATCH + 6, y + SWATCH - 2, label)))
        x += width
    return keys, y + LEGEND_ROW + BELOW_LEGEND if keys else 0.0


def _segments(bar: Bar, ramp: tuple[int, ...], left: float, width: float, top: float) -> list[Segment]:
    """Published columns add to 95 or 110 now and then; more than 100 is drawn to fit, less leaves room."""
    shares = [float(share) for share in bar.shares]
    scale = width / max(100.0, sum(shares))
    segments, x, baseline = [], left, _baseline(top + BAR_HEIGHT / 2)
    for series, (share, exact) in enumerate(zip(shares, bar.shares, strict=True)):
        if share <= 0:
            continue
        drawn = max(share * scale - GAP, NARROWEST_SEGMENT)
        percent = f"{rounded_percent(Decimal(str(exact)) if isinstance(exact, float) else exact)}%"
        fits = len(percent) * CHARACTER + 4 <= drawn
        label = Words(x + drawn / 2, baseline, percent) if fits else None
        segments.append(Segment(x, top, drawn, series, ramp[series], percent, label))
        x += share * scale
    return segments


def _wrapped(text: str, characters: int) -> list[str]:
    """textwrap alone would take most of the time a chart takes."""
    return [text] if len(text) <= characters else textwrap.wrap(text, characters)


def _room(columns: list[list[str]]) -> float:
    return max((len(line) for lines in columns for line in lines), default=0) * CHARACTER


def _lines(x: float, middle: float, lines: list[str]) -> list[Words]:
    first = _baseline(middle) - LINE * (len(lines) - 1) / 2
    return [Words(x, first + LINE * number, line) for number, line in enumerate(lines)]


def _baseline(middle: float) -> float:
    """Of one line of text that looks centred on `middle`."""
    return middle + FONT_SIZE * 0.36
