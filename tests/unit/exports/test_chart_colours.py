import re
from itertools import pairwise
from pathlib import Path

import pytest

from qa_app.domain.contrast import READABLE, contrast_ratio
from qa_app.exports.chart_colours import BLACK, GREY, RAMP, WHITE, label_colour, ramp_positions

STYLESHEET = Path(__file__).parents[3] / "static" / "css" / "charts.css"


def fills() -> dict[str, str]:
    """Of every class in the stylesheet, the colour it fills with."""
    rules = re.findall(r"([^{}]*)\{[^{}]*?fill: (#[0-9a-f]{6});", STYLESHEET.read_text())
    return {selector.split(".")[-1].strip(): colour for selector, colour in rules}


def test_the_page_and_the_document_have_the_same_colours() -> None:
    expected = {f"qa-chart__grade-{position}": colour for position, colour in enumerate(RAMP)}
    assert fills() == expected | {
        "qa-chart text": BLACK,
        "qa-chart__quiet": GREY,
        "qa-chart__on-dark": WHITE,
        "qa-chart__on-light": BLACK,
    }


@pytest.mark.parametrize("colour", RAMP)
def test_labels_can_be_read_and_segments_seen(colour: str) -> None:
    assert contrast_ratio(colour, label_colour(colour)) >= READABLE
    assert contrast_ratio(colour, WHITE) >= 3  # WCAG 1.4.11, graphics


def test_the_grades_side_by_side_differ_without_colour() -> None:
    four = [RAMP[position] for position in ramp_positions(4)]
    assert all(contrast_ratio(one, other) > 1.6 for one, other in pairwise(four))


@pytest.mark.parametrize(
    ("grades", "expected"),
    [(1, (0,)), (2, (0, 10)), (4, (0, 3, 7, 10)), (11, tuple(range(11)))],
)
def test_ramp_positions(grades: int, expected: tuple[int, ...]) -> None:
    assert ramp_positions(grades) == expected
