"""The colours of grades, the same on the page (`static/css/charts.css`) and in the document.

Blue is the good side and orange to dark pink the other, which people who cannot tell red from green
can tell apart. The four grades of the default scale take 0, 3, 7 and 10: Good and Requires
Improvement, side by side in every bar, are 1.7:1 apart, and each at least 3:1 from the white between
them. Colour is never alone: segments carry their percentage, and a legend the words.
"""

from functools import cache

from qa_app.domain.contrast import contrast_ratio

WHITE = "#ffffff"
BLACK = "#0b0c0c"
GREY = "#505a5f"

RAMP = (
    "#12436d",
    "#165288",
    "#1a61a0",
    "#1d70b8",
    "#4a86bb",
    "#7a8a99",
    "#a88b76",
    "#f46a25",
    "#c24a2c",
    "#a5343f",
    "#801650",
)


def ramp_positions(grades: int) -> tuple[int, ...]:
    """Where on the ramp so many grades lie, best first: > (0, 3, 7, 10) for four.

    More than eleven share colours with their neighbours; the gaps and the labels still part them.
    """
    if grades == 1:
        return (0,)
    last = len(RAMP) - 1
    return tuple((2 * last * number + grades - 1) // (2 * (grades - 1)) for number in range(grades))


@cache
def label_colour(background: str) -> str:
    """White or black, whichever reads better on it."""
    return max(WHITE, BLACK, key=lambda colour: contrast_ratio(background, colour))
