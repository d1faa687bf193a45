import re
from itertools import pairwise
from pathlib import Path

import pytest

from qa_app.domain.contrast import READABLE, contrast_ratio
from qa_app.exports.chart_colours import RAMP, WHITE, label_colour, ramp_positions
from qa_app.exports.chart_styles import BOLD, FILLS, STROKES, TEXTS, Stroke

STYLESHEET = Path(__file__).parents[3] / "static" / "css" / "charts.css"


def looks() -> dict[str, dict[str, str]]:
    """Of every style in the stylesheet, what is said of it outside special media; "" is plain text."""
    ordinary = STYLESHEET.read_text().split("@media")[0]
    found = {}
    for selectors, said in re.findall(r"([^{}]*)\{([^{}]*)\}", ordinary):
        last = selectors.split(",")[-1].split()[-1]
        name = "" if last == "text" else last.removeprefix(".qa-chart__")
        if ":" not in selectors:
            found[name] = dict(line.strip().split(": ") for line in said.split(";") if line.strip())
    return found


def test_the_page_and_the_document_have_the_same_colours() -> None:
    fills = {name: said["fill"] for name, said in looks().items() if said.get("fill", "none") != "none"}
    assert fills == FILLS | TEXTS


def test_the_page_and_the_document_have_the_same_lines() -> None:
    strokes = {
        name: Stroke(
            said["stroke"],
            float(said["stroke-width"].removesuffix("px")),
            tuple(map(int, said.get("stroke-dasharray", "").split())),
        )
        for name, said in looks().items()
        if name in STROKES
    }
    assert strokes == STROKES


def test_what_is_bold_in_one_is_bold_in_the_other() -> None:
    assert {name for name, said in looks().items() if said.get("font-weight") == "bold"} == BOLD


@pytest.mark.parametrize("name", ["point", "improvement", "concern"])
def test_points_can_be_seen(name: str) -> None:
    assert contrast_ratio(FILLS[name], WHITE) >= 3  # WCAG 1.4.11, graphics


@pytest.mark.parametrize("name", ["line", "axis", "centre", "limit", "target", "comparator"])
def test_lines_can_be_seen_on_white_and_across_a_range(name: str) -> None:
    assert contrast_ratio(STROKES[name].colour, WHITE) >= 3
    assert contrast_ratio(STROKES[name].colour, FILLS["range"]) >= 3


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
