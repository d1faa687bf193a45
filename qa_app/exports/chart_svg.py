"""A chart as SVG inside a page: classes only, because the content security policy refuses inline styles.

Without links it is one image with a title and a description. With links it is a group, because what is
inside an image cannot be reached; every link says by itself what it leads to, > Good, Q3 2016-17: 57%,
8 audits.
"""

from html import escape

from qa_app.domain.charts import Bar, StackedChart
from qa_app.exports.chart_colours import BLACK, RAMP, label_colour
from qa_app.exports.chart_geometry import BAR_HEIGHT, SWATCH, Row, Segment, Words, lay_out

_ON = tuple("dark" if label_colour(colour) != BLACK else "light" for colour in RAMP)


def chart_svg(chart: StackedChart, *, prefix: str = "chart") -> str:
    """`prefix` begins the ids of the title and description; two charts on a page need two."""
    layout = lay_out(chart)
    linked = any(bar.links for bar in chart.bars)
    parts = [
        f'<svg class="qa-chart" viewBox="0 0 {layout.width} {layout.height:g}" '
        f'role="{"group" if linked else "img"}" '
        f'aria-labelledby="{prefix}-title" aria-describedby="{prefix}-description">'
        f'<title id="{prefix}-title">{escape(chart.title)}</title>'
        f'<desc id="{prefix}-description">{escape(chart.description)}</desc>'
    ]
    for key in layout.legend:
        parts.append(
            f'<rect class="qa-chart__grade-{key.ramp}" x="{key.x:g}" y="{key.y:g}" '
            f'width="{SWATCH}" height="{SWATCH}"/>{_text(key.words)}'
        )
    for row in layout.rows:
        parts.append(_row(row, chart.series))
    parts.append("</svg>")
    return "".join(parts)


def _row(row: Row, series: tuple[str, ...]) -> str:
    parts = [_text(words) for words in row.labels]
    links = row.bar.links or ()
    for segment in row.segments:
        drawn = _segment(segment)
        link = links[segment.series] if links else None
        if link:
            name = escape(_accessible_name(row.bar, segment, series))
            drawn = f'<a class="qa-chart__link" href="{escape(link)}" aria-label="{name}">{drawn}</a>'
        parts.append(drawn)
    if row.nothing:
        parts.append(_text(row.nothing, "qa-chart__quiet"))
    parts += [_text(words, "qa-chart__quiet") for words in row.captions]
    return "".join(parts)


def _segment(segment: Segment) -> str:
    label = _text(segment.label, f"qa-chart__on-{_ON[segment.ramp]}") if segment.label else ""
    return (
        f'<rect class="qa-chart__grade-{segment.ramp}" x="{segment.x:.1f}" y="{segment.y:g}" '
        f'width="{segment.width:.1f}" height="{BAR_HEIGHT}"/>{label}'
    )


def _accessible_name(bar: Bar, segment: Segment, series: tuple[str, ...]) -> str:
    name = f"{series[segment.series]}, {bar.label}: {segment.percent}"
    if bar.counts is None:
        return name
    count = bar.counts[segment.series]
    return f"{name}, {count} audit{'' if count == 1 else 's'}"


def _text(words: Words, classes: str = "") -> str:
    named = f' class="{classes}"' if classes else ""
    anchor = ' text-anchor="middle"' if words.anchor == "middle" else ""
    return f'<text{named} x="{words.x:.1f}" y="{words.y:.1f}"{anchor}>{escape(words.text)}</text>'
