"""A chart as SVG inside a page: classes only, because the content security policy refuses inline styles.

Without links it is one image with a title and a description. With links it is a group, because what is
inside an image cannot be reached; every link says by itself what it leads to, > Good, Q3 2016-17: 57%,
8 audits.
"""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from qa_app.domain.charts import Chart, LineChart
from qa_app.exports.chart_layout import lay_out
from qa_app.exports.chart_shapes import Box, Circle, Linked, Path, Polygon, Shape, Words


def chart_svg(chart: Chart, *, prefix: str = "chart") -> str:
    """`prefix` begins the ids of the title and description; two charts on a page need two."""
    drawing = lay_out(chart)
    linked = any(isinstance(shape, Linked) for shape in drawing.shapes)
    kind = " qa-chart--line" if isinstance(chart, LineChart) else ""
    return (
        f'<svg class="qa-chart{kind}" viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
        f'role="{"group" if linked else "img"}" '
        f'aria-labelledby="{prefix}-title" aria-describedby="{prefix}-description">'
        f'<title id="{prefix}-title">{escape(chart.title)}</title>'
        f'<desc id="{prefix}-description">{escape(chart.description)}</desc>'
        f"{_all(drawing.shapes)}</svg>"
    )


def _all(shapes: Iterable[Shape]) -> str:
    return "".join([_PENS[type(shape)](shape) for shape in shapes])


def _text(words: Words) -> str:
    x, y, text, style, anchor, turned = words
    named = f' class="qa-chart__{style}"' if style else ""
    anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
    rotated = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}"{anchored}{rotated}>{escape(text)}</text>'


def _box(box: Box) -> str:
    x, y, width, height, style = box
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="qa-chart__{style}" x="{x:.1f}" y="{y:.1f}" {size}/>'


def _path(path: Path) -> str:
    return f'<polyline class="qa-chart__{path.style}" points="{_places(path.places)}"/>'


def _polygon(polygon: Polygon) -> str:
    return f'<polygon class="qa-chart__{polygon.style}" points="{_places(polygon.places)}"/>'


def _circle(circle: Circle) -> str:
    x, y, radius, style = circle
    return f'<circle class="qa-chart__{style}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'


def _link(link: Linked) -> str:
    opening = f'<a class="qa-chart__link" href="{escape(link.href)}" aria-label="{escape(link.name)}">'
    return f"{opening}{_all(link.shapes)}</a>"


def _places(places: Iterable[tuple[float, float]]) -> str:
    return " ".join([f"{x:.1f},{y:.1f}" for x, y in places])


# A page holds a thousand shapes, and asking each in turn what it is takes half as long again.
_PENS: dict[type[Shape], Callable[[Any], str]] = {
    Words: _text,
    Box: _box,
    Path: _path,
    Polygon: _polygon,
    Circle: _circle,
    Linked: _link,
}
