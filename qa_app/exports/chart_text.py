"""How much room words take in a chart, and where their baselines are. Pixels."""

import textwrap

from qa_app.exports.chart_shapes import Anchor, Words

FONT_SIZE = 14
CHARACTER = 7.6  # a little more than an average character of 14 pixel Arial is wide
CHARACTER_OF_A_WORD = 6.8  # words of a legend have fewer wide characters
BOLD_CHARACTER = 8.2  # figures are all of one width, and their marks are not
BOLD_MARKS = {"%": 12.6, ",": 4.0, ".": 4.0, " ": 4.0, "/": 4.0}
LINE = 17


def wrapped(text: str, characters: int) -> list[str]:
    """textwrap alone would take most of the time a chart takes."""
    return [text] if len(text) <= characters else textwrap.wrap(text, characters)


def room(texts: list[list[str]]) -> float:
    """The width of the longest line of all of them."""
    return max((len(line) for lines in texts for line in lines), default=0) * CHARACTER


def bold_width(text: str) -> float:
    """Of a figure in bold, near enough that two side by side do not touch."""
    return sum([BOLD_MARKS.get(character, BOLD_CHARACTER) for character in text])


def in_lines(
    x: float, middle: float, lines: list[str], style: str = "", anchor: Anchor = "start"
) -> list[Words]:
    """The lines below each other, together centred on the height `middle`."""
    first = baseline(middle) - LINE * (len(lines) - 1) / 2
    return [Words(x, first + LINE * number, line, style, anchor) for number, line in enumerate(lines)]


def baseline(middle: float) -> float:
    """Of one line of text that looks centred on `middle`."""
    return middle + FONT_SIZE * 0.36
