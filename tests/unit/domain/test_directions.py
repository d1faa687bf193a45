import csv
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.directions import Direction, Polarity, assessment, direction

PUBLISHED = Path(__file__).parents[2] / "data" / "cheshire_east_judgements.csv"

HIGHER, LOWER, NEUTRAL = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEUTRAL


@pytest.mark.parametrize(
    ("latest", "previous", "expected"),
    [
        (57, 36, Direction.UP),
        (36, 57, Direction.DOWN),
        (0, 0, Direction.SAME),
        (Fraction(100, 3), Fraction(200, 6), Direction.SAME),
        (Fraction(571, 10), Fraction(569, 10), Direction.UP),  # both shown as 57%
        (Decimal("0.5"), Fraction(1, 2), Direction.SAME),
        (Decimal("33.3"), Fraction(100, 3), Direction.DOWN),
        (0, None, Direction.NOT_AVAILABLE),
        (None, 0, Direction.NOT_AVAILABLE),
        (None, None, Direction.NOT_AVAILABLE),
    ],
)
def test_direction(
    latest: Fraction | Decimal | int | None, previous: Fraction | Decimal | int | None, expected: Direction
) -> None:
    assert direction(latest, previous) == expected


@given(st.fractions(), st.fractions())
def test_there_and_back_are_opposite(one: Fraction, other: Fraction) -> None:
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.SAME: Direction.SAME}

    assert direction(one, other) == opposite[direction(other, one)]


def test_a_word_stands_beside_every_symbol() -> None:
    assert {way: (way.symbol, way.word) for way in Direction} == {
        Direction.UP: ("↑", "up"),
        Direction.DOWN: ("↓", "down"),
        Direction.SAME: ("=", "same"),
        Direction.NOT_AVAILABLE: ("", "N/A"),
        Direction.NOT_COMPARABLE: ("", "not comparable"),  # said instead of an arrow
        Direction.SUPPRESSED: ("", "[c]"),
    }


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (Direction.UP, {HIGHER: "better", LOWER: "worse", NEUTRAL: ""}),
        (Direction.DOWN, {HIGHER: "worse", LOWER: "better", NEUTRAL: ""}),
        (Direction.SAME, {HIGHER: "no change", LOWER: "no change", NEUTRAL: ""}),
        (Direction.NOT_AVAILABLE, {HIGHER: "", LOWER: "", NEUTRAL: ""}),
        (Direction.NOT_COMPARABLE, {HIGHER: "", LOWER: "", NEUTRAL: ""}),
    ],
)
def test_assessment(way: Direction, words: dict[Polarity, str]) -> None:
    assert {polarity: assessment(way, polarity) for polarity in Polarity} == words


def test_the_published_arrows_follow_the_sign_of_the_change_but_in_four_rows() -> None:
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        cells = sorted(csv.DictReader(file), key=lambda cell: (cell["table"], cell["grade"], cell["quarter"]))
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: (cell["table"], cell["grade"]))]

    otherwise = {
        (latest["table"], latest["grade"], latest["trend_printed"])
        for *_, previous, latest in rows
        if direction(Decimal(latest["percent_printed"]), Decimal(previous["percent_printed"])).symbol
        != latest["trend_printed"]
    }

    assert len(rows) == 52
    assert otherwise == {
        ("Combined Assessment", "Good", "="),
        ("Referral", "Inadequate", "="),
        ("Visits to Cared for Children", "Good", "="),
        ("Visits to Cared for Children", "Requires Improvement", "="),
    }
