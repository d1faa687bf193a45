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
    series = tuple(map(escape, chart.series))
    for row in layout.rows:
        parts.append(_row(row, series))
    parts.append("</svg>")
    return "".join(parts)


def _row(row: Row, series: tuple[str, ...]) -> str:
    """`series` are escaped already, because every bar names them again."""
    bar_label = escape(row.bar.label)
    parts = [_text(words) for words in row.labels]
    links = row.bar.links or ()
    for segment in row.segments:
        drawn = _segment(segment)
        link = links[segment.series] if links else None
        if link:
            name = f"{series[segment.series]}, {bar_label}: {segment.percent}{_counted(row.bar, segment)}"
            drawn = f'<a class="qa-chart__link" href="{escape(link)}" aria-label="{name}">{drawn}</a>'
        parts.append(drawn)
    if row.nothing:
        parts.append(_text(row.nothing, "qa-chart__quiet"))
    parts += [_text(words, "qa-chart__quiet") for words in row.captions]
    return "".join(parts)


def _segment(segment: Segment) -> str:
    drawn = (
        f'<rect class="qa-chart__grade-{segment.ramp}" x="{segment.x:.1f}" y="{segment.y:.0f}" '
        f'width="{segment.width:.1f}" height="{BAR_HEIGHT}"/>'
    )
    label = segment.label
    if label is None:
        return drawn
    return (
        f'{drawn}<text class="qa-chart__on-{_ON[segment.ramp]}" x="{label.x:.1f}" y="{label.y:.1f}" '
        f'text-anchor="middle">{escape(label.text)}</text>'
    )


def _counted(bar: Bar, segment: Segment) -> str:
    """> , 8 audits, or nothing where only percentages are known"""
    if bar.counts is None:
        return ""
    count = bar.counts[segment.series]
    return f", {count} audit{'' if count == 1 else 's'}"


def _text(words: Words, classes: str = "") -> str:
    named = f' class="{classes}"' if classes else ""
    return f'<text{named} x="{words.x:.1f}" y="{words.y:.1f}">{escape(words.text)}</text>'
