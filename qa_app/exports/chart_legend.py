"""The words of a chart's colours and shapes, in as many lines as they need."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from qa_app.exports.chart_shapes import Box, Shape, Words
from qa_app.exports.chart_text import CHARACTER_OF_A_WORD

ROW = 24
SWATCH = 14
BESIDE_SWATCH = 6
BETWEEN_KEYS = 20


class Key(NamedTuple):
    """What is drawn about a place, and what it means."""

    draw: Callable[[float, float], Shape]
    words: str

    @classmethod
    def of_colour(cls, style: str, words: str) -> "Key":
        return cls(partial(_swatch, style), words)


def legend(keys: list[Key], width: float) -> tuple[list[Shape], float]:
    """Its shapes from the top left corner, and the height they take."""
    x, y = 0.0, 0.0
    shapes: list[Shape] = []
    for key in keys:
        taken = SWATCH + BESIDE_SWATCH + len(key.words) * CHARACTER_OF_A_WORD + BETWEEN_KEYS
        if x and x + taken > width:
            x, y = 0.0, y + ROW
        shapes.append(key.draw(x + SWATCH / 2, y + SWATCH / 2))
        shapes.append(Words(x + SWATCH + BESIDE_SWATCH, y + SWATCH - 2, key.words))
        x += taken
    return shapes, y + ROW if keys else 0.0


def _swatch(style: str, x: float, y: float) -> Box:
    return Box(x - SWATCH / 2, y - SWATCH / 2, SWATCH, SWATCH, style)
