"""Where everything in a chart of stacked bars lies.

The bars are horizontal, so that a label of any length and any number of periods have room.
"""

from collections.abc import Iterator
from decimal import Decimal

from qa_app.domain.charts import Bar, StackedChart
from qa_app.domain.percentages import NOTHING_AUDITED, rounded_percent
from qa_app.domain.plurals import plural
from qa_app.exports.chart_colours import BLACK, RAMP, label_colour, ramp_positions
from qa_app.exports.chart_legend import Key, legend
from qa_app.exports.chart_shapes import Box, Drawing, Linked, Plain, Shape, Words
from qa_app.exports.chart_text import CHARACTER, LINE, baseline, in_lines, room, wrapped

WIDTH = 640
BAR_HEIGHT = 30
BETWEEN_BARS = 10
BELOW_LEGEND = 10
GAP = 2  # white, between segments
NARROWEST_SEGMENT = 1
WIDEST_LABEL = 24  # characters to a line
WIDEST_CAPTION = 16
BESIDE = 12  # between label, bar and caption

_ON = tuple("on-dark" if label_colour(colour) != BLACK else "on-light" for colour in RAMP)


def lay_out_stacked(chart: StackedChart) -> Drawing:
    """> N/A and > n = 24 beside the bars, and the grades in a legend above them"""
    ramp = ramp_positions(len(chart.series))
    grades = zip(chart.series, ramp, strict=True)
    shapes, top = legend([Key.of_colour(f"grade-{place}", label) for label, place in grades], WIDTH)
    top += BELOW_LEGEND if shapes else 0
    labels = [wrapped(bar.label, WIDEST_LABEL) for bar in chart.bars]
    captions = [wrapped(bar.caption, WIDEST_CAPTION) for bar in chart.bars]
    left = room(labels) and room(labels) + BESIDE
    right = WIDTH - (room(captions) and room(captions) + BESIDE)
    for bar, label, caption in zip(chart.bars, labels, captions, strict=True):
        height = max(BAR_HEIGHT, LINE * max(len(label), len(caption)))
        middle = top + height / 2
        shapes += in_lines(0, middle, label)
        shapes += _segments(bar, chart.series, ramp, left, right - left, middle)
        if not bar.shares:
            shapes.append(Words(left, baseline(middle), NOTHING_AUDITED, "quiet"))
            caption = [] if bar.caption == NOTHING_AUDITED else caption
        shapes += in_lines(right + BESIDE, middle, caption, "quiet")
        top += height + BETWEEN_BARS
    return Drawing(WIDTH, max(top - BETWEEN_BARS, 1), shapes)


def _segments(
    bar: Bar, series: tuple[str, ...], ramp: tuple[int, ...], left: float, width: float, middle: float
) -> Iterator[Shape]:
    """Published columns add to 95 or 110 now and then; more than 100 is drawn to fit, less leaves room."""
    shares = [float(share) for share in bar.shares]
    scale = width / max(100.0, sum(shares))
    x, top = left, middle - BAR_HEIGHT / 2
    for number, (share, exact) in enumerate(zip(shares, bar.shares, strict=True)):
        if share <= 0:
            continue
        position = ramp[number]
        drawn = max(share * scale - GAP, NARROWEST_SEGMENT)
        percent = f"{rounded_percent(Decimal(str(exact)) if isinstance(exact, float) else exact)}%"
        segment: list[Plain] = [Box(x, top, drawn, BAR_HEIGHT, f"grade-{position}")]
        if len(percent) * CHARACTER + 4 <= drawn:
            segment.append(Words(x + drawn / 2, baseline(middle), percent, _ON[position], "middle"))
        href = bar.links[number] if bar.links else None
        if href:
            yield Linked(href, f"{series[number]}, {bar.label}: {percent}{_counted(bar, number)}", segment)
        else:
            yield from segment
        x += share * scale


def _counted(bar: Bar, number: int) -> str:
    """> , 8 audits, or nothing where only percentages are known"""
    return "" if bar.counts is None else f", {plural(bar.counts[number], 'audit')}"
