"""The looks of a chart's shapes in the document; `static/css/charts.css` has the same for the page."""

from typing import NamedTuple

from qa_app.exports.chart_colours import BLACK, GREY, RAMP, WHITE


class Stroke(NamedTuple):
    """`dashes` are pixels of line and of gap; none for a line that is whole."""

    colour: str
    width: float = 1.0
    dashes: tuple[int, ...] = ()


NAVY, BLUE, ORANGE, PLUM = RAMP[0], RAMP[3], RAMP[7], RAMP[10]

TEXTS = {"": BLACK, "quiet": GREY, "on-dark": WHITE, "on-light": BLACK, "caption": BLACK}

FILLS = {
    **{f"grade-{position}": colour for position, colour in enumerate(RAMP)},
    "point": GREY,
    "improvement": BLUE,
    "concern": ORANGE,
    "range": "#f3e6ee",
}

STROKES = {
    "grid": Stroke("#d9dcdd"),
    "axis": Stroke(BLACK),
    "line": Stroke(GREY, 2),
    "centre": Stroke(BLACK, 1.5),
    "limit": Stroke(GREY, 1.5, (7, 4)),
    "target": Stroke(PLUM, 2, (12, 3)),
    "comparator": Stroke(NAVY, 2, (2, 3)),
    "leader": Stroke("#b1b4b6"),
}

BOLD = frozenset({"on-dark", "on-light", "caption"})
"""Texts in bold."""

ON_WHITE = frozenset({"caption"})
"""Texts that stand on white, because a line may run behind them."""
