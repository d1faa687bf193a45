from decimal import Decimal

import pytest

from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput
from qa_app.domain.targets import Target, parse_target

HIGHER, LOWER, NEUTRAL = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEUTRAL
GREEN, AMBER, RED = "Green: on target", "Amber: within tolerance", "Red: off target"


@pytest.mark.parametrize(
    ("typed", "polarity", "displayed", "with_tolerance", "expected"),
    [
        (("85", "", ""), HIGHER, "85", False, GREEN),
        (("85", "", ""), HIGHER, "84.9", False, RED),
        (("85", "", "5"), HIGHER, "80", True, AMBER),
        (("85", "", "5"), HIGHER, "79.9", True, RED),
        (("85", "", "5"), HIGHER, "80", False, RED),  # the scorecard's rule knows no tolerance
        (("15", "", "2"), LOWER, "15", True, GREEN),
        (("15", "", "2"), LOWER, "17", True, AMBER),
        (("15", "", "2"), LOWER, "17.1", True, RED),
        (("138", "168.6", ""), NEUTRAL, "138", False, GREEN),
        (("138", "168.6", ""), NEUTRAL, "168.7", False, RED),
        (("138", "168.6", "10"), LOWER, "130", True, AMBER),  # a range is to be in, whichever way is good
    ],
)
def test_status_against_the_target(typed, polarity, displayed, with_tolerance, expected):
    target = parse_target(*typed, polarity)

    assert target is not None
    assert target.status_of(Decimal(displayed), polarity, with_tolerance=with_tolerance).word == expected


@pytest.mark.parametrize(
    ("typed", "polarity", "field", "sentence"),
    [
        (("85", "", ""), NEUTRAL, "low", "say first which way is good"),
        (("eighty", "", ""), HIGHER, "low", "“eighty” is not a number"),
        (("85", "80", ""), HIGHER, "high", "ends before it begins"),
        (("", "80", ""), HIGHER, "low", "Write the target too"),
        (("", "", "5"), HIGHER, "low", "Write the target too"),
        (("85", "", "-1"), HIGHER, "tolerance", "0 or more"),
    ],
)
def test_a_target_that_says_nothing_is_refused(typed, polarity, field, sentence):
    with pytest.raises(InvalidInput) as refused:
        parse_target(*typed, polarity)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert sentence in refused.value.problems[0].message


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        (Target(Decimal(85), Decimal(85)), "85"),
        (Target(Decimal("138.0"), Decimal("168.6")), "138 to 168.6"),
        (Target(Decimal(85), Decimal(85), Decimal(5)), "85, tolerance 5"),
    ],
)
def test_a_target_prints_what_it_is(target, printed):
    assert str(target) == printed


def test_no_target_at_all_is_none():
    assert parse_target(" ", "", "", NEUTRAL) is None
