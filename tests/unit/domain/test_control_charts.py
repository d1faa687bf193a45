from fractions import Fraction
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.control_charts import (
    ControlChart,
    Meaning,
    Rule,
    Side,
    control_chart,
    points_lacking,
)
from qa_app.domain.directions import Polarity

PUBLISHED = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
FLAT = (5, 6, 5, 6, 5, 6)

values = st.lists(st.integers(min_value=-20, max_value=120), min_size=6, max_size=40)


def chart_of(numbers, polarity=Polarity.HIGHER_IS_BETTER) -> ControlChart:
    return control_chart([(f"p{place}", Fraction(n)) for place, n in enumerate(numbers, 1)], polarity)


def rules(numbers) -> list[Rule | None]:
    return [point.rule for point in chart_of(numbers).points]


def test_the_check_vector() -> None:
    chart = chart_of(PUBLISHED)

    assert round(float(chart.mean), 2) == 1.94
    assert round(float(chart.lower), 2) == -3.06
    assert round(float(chart.upper), 2) == 6.95
    assert [point.label for point in chart.points if point.rule is Rule.OUTSIDE] == ["p5"]


# Points far from the run under test widen the limits, so that no other rule is met by accident.
WIDE = (0, 100, 0, 100, 0, 100)


@pytest.mark.parametrize(
    ("numbers", "places", "rule"),
    [
        ((*FLAT, *FLAT, 30), {13}, Rule.OUTSIDE),
        ((*FLAT, *FLAT, -30), {13}, Rule.OUTSIDE),
        ((*WIDE, 20, 30, 40, 50, 60, 70, 80), {7, 8, 9, 10, 11, 12, 13}, Rule.TREND),
        ((*WIDE, 80, 70, 60, 50, 40, 30, 20), {6, 7, 8, 9, 10, 11, 12, 13}, Rule.TREND),  # from the 100 on
        ((*WIDE, 0, 20, 30, 40, 50, 60), set(), Rule.TREND),  # six points
        ((*WIDE, 20, 30, 40, 40, 50, 60, 70, 80), set(), Rule.TREND),  # it stops once
        ((0, 60, 55, 60, 55, 60, 55, 60, 0, 0, 100), {2, 3, 4, 5, 6, 7, 8}, Rule.SHIFT),
    ],
)
def test_which_points_meet_a_rule(numbers, places, rule) -> None:
    met = {place for place, found in enumerate(rules(numbers), 1) if found is rule}

    assert met == places


@pytest.mark.parametrize(("fourth", "is_shift"), [(51, True), (50, False)])
def test_a_point_on_the_mean_breaks_a_shift(fourth, is_shift) -> None:
    numbers = (60, 55, 60, fourth, 60, 55, 60, 0, 0, 100, 50)
    assert (chart_of(numbers).mean == fourth) is not is_shift

    assert (Rule.SHIFT in rules(numbers)) is is_shift


STEADY = (8, 12) * 10


@pytest.mark.parametrize(
    ("last", "places"),
    [
        ((20, 10, 20), set()),  # the one between is on the other side of the mean
        ((20, 12, 20), {21, 23}),  # it is on their side, but not close to the limit itself
        ((20, 11, 12), set()),
        ((20, 20, 20), {21, 22, 23}),
        ((20, 20, 5), {21, 22}),  # with the 12 before them
        ((0, 9, 0), {21, 23}),
    ],
)
def test_two_of_three_close_to_a_limit(last, places) -> None:
    chart = chart_of((*STEADY, *last))
    assert all(chart.lower < point.value < chart.upper for point in chart.points)

    found = {place for place, point in enumerate(chart.points, 1) if point.rule is Rule.NEAR_LIMIT}

    assert found == places


def test_the_first_rule_is_the_one_that_is_said() -> None:
    rising_out = chart_of((*FLAT, *FLAT, 5, 6, 7, 8, 9, 10, 30))

    assert rising_out.points[-1].rule is Rule.OUTSIDE
    assert rising_out.points[-2].rule is Rule.TREND


@pytest.mark.parametrize(
    ("last", "polarity", "meaning"),
    [
        (30, Polarity.HIGHER_IS_BETTER, Meaning.IMPROVEMENT),
        (-30, Polarity.HIGHER_IS_BETTER, Meaning.CONCERN),
        (30, Polarity.LOWER_IS_BETTER, Meaning.CONCERN),
        (-30, Polarity.LOWER_IS_BETTER, Meaning.IMPROVEMENT),
        (30, Polarity.NEUTRAL, Meaning.NEUTRAL),
        (-30, Polarity.NEUTRAL, Meaning.NEUTRAL),
        (5, Polarity.HIGHER_IS_BETTER, Meaning.COMMON_CAUSE),
        (5, Polarity.NEUTRAL, Meaning.COMMON_CAUSE),
    ],
)
def test_what_a_point_means(last, polarity, meaning) -> None:
    assert chart_of((*FLAT, *FLAT, last), polarity).points[-1].meaning is meaning


def test_a_turn_belongs_to_what_led_to_it() -> None:
    up_and_down = (*WIDE, 20, 30, 40, 50, 60, 70, 80, 70, 60, 50, 40, 30, 20)

    sides = [point.side for point in chart_of(up_and_down).points[6:] if point.rule is Rule.TREND]

    assert sides == [Side.HIGH] * 7 + [Side.LOW] * 6


@pytest.mark.parametrize(
    ("count", "lacking", "trial"), [(0, 6, None), (5, 1, None), (6, 0, True), (11, 0, True), (12, 0, False)]
)
def test_how_many_points_it_takes(count, lacking, trial) -> None:
    numbers = range(count)
    assert points_lacking(count) == lacking
    if trial is None:
        with pytest.raises(ValueError, match="needs 6 points"):
            chart_of(numbers)
    else:
        assert chart_of(numbers).is_trial is trial


@pytest.mark.parametrize(
    ("numbers", "reading"),
    [
        (
            (*FLAT, *FLAT, 30),
            "The latest point is above the upper limit, which is more than chance would give: improvement.",
        ),
        (
            (*FLAT, *FLAT, -30),
            "The latest point is below the lower limit, which is more than chance would give: concern.",
        ),
        (
            (*WIDE, 20, 30, 40, 50, 60, 70, 80),
            "The latest 7 points rise one after the other, which is more than chance would give:"
            " improvement.",
        ),
        (
            (*STEADY, 0, 9, 0),
            "Of the latest 3 points, 2 or more are beyond two thirds of the way to the lower limit, which is"
            " more than chance would give: concern.",
        ),
        (
            (0, 0, 100, 0, 100, 0, 55, 60, 55, 60, 55, 60, 55, 60),
            "The latest 8 points are all above the mean, which is more than chance would give: improvement.",
        ),
        (FLAT, "The latest point is no more than chance would give: common cause variation."),
        (
            PUBLISHED,
            "The latest point is no more than chance would give: common cause variation."
            " 1 earlier point was more than that, last in p5.",
        ),
    ],
)
def test_reading(numbers, reading) -> None:
    assert chart_of(numbers).reading == reading


def test_a_neutral_measure_is_not_judged() -> None:
    reading = chart_of((*FLAT, *FLAT, 30), Polarity.NEUTRAL).reading

    assert reading.endswith(": a change, of which neither way is good or bad.")


def by_hand(numbers: list[int]) -> list[str]:
    """The rules once more, as windows that slide over the points; sums of whole numbers, never divided.

    Everything is multiplied by n (n - 1) * 300, so that comparing is exact.
    """
    n = len(numbers)
    scale = n * (n - 1) * 300
    middle = sum(numbers) * (n - 1) * 300
    moving = sum(abs(numbers[i + 1] - numbers[i]) for i in range(n - 1))
    reach = 266 * 3 * n * moving
    away = [number * scale - middle for number in numbers]

    def windows(size):
        return [list(range(first, first + size)) for first in range(n - size + 1)]

    found = [""] * n
    for w in windows(7):
        if all(away[i] > 0 for i in w) or all(away[i] < 0 for i in w):
            for i in w:
                found[i] = "shift"
    for w in windows(3):
        same = all(away[i] > 0 for i in w) or all(away[i] < 0 for i in w)
        near = [i for i in w if 3 * abs(away[i]) > 2 * reach]
        if same and len(near) >= 2:
            for i in near:
                found[i] = "near"
    for w in windows(7):
        steps = [numbers[i + 1] - numbers[i] for i in w[:-1]]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            for i in w:
                found[i] = "trend"
    for i in range(n):
        if abs(away[i]) > reach:
            found[i] = "outside"
    return found


NAMES = {
    Rule.OUTSIDE: "outside",
    Rule.TREND: "trend",
    Rule.NEAR_LIMIT: "near",
    Rule.SHIFT: "shift",
    None: "",
}


# Few different values make runs, ties and points on the mean likely.
@given(st.one_of(values, st.lists(st.integers(0, 4), min_size=6, max_size=30), st.just(list(range(9)))))
def test_the_rules_by_hand(numbers: list[int]) -> None:
    assert [NAMES[rule] for rule in rules(numbers)] == by_hand(numbers)


@given(values)
def test_the_limits_by_floating_point(numbers: list[int]) -> None:
    chart = chart_of(numbers)
    moving = fmean(abs(b - a) for a, b in pairwise(numbers))

    assert float(chart.mean) == pytest.approx(fmean(numbers), abs=1e-9)
    assert float(chart.upper) == pytest.approx(fmean(numbers) + 2.66 * moving, abs=1e-9)
    assert float(chart.lower) == pytest.approx(fmean(numbers) - 2.66 * moving, abs=1e-9)


@given(values, st.integers(-50, 50), st.integers(1, 9))
def test_the_unit_makes_no_difference(numbers: list[int], shift: int, factor: int) -> None:
    assert rules([shift + factor * number for number in numbers]) == rules(numbers)


@given(values)
def test_upside_down_every_improvement_is_a_concern(numbers: list[int]) -> None:
    turned = {Meaning.IMPROVEMENT: Meaning.CONCERN, Meaning.CONCERN: Meaning.IMPROVEMENT}
    upright, mirrored = chart_of(numbers), chart_of([-number for number in numbers])

    assert [turned.get(point.meaning, point.meaning) for point in mirrored.points] == [
        point.meaning for point in upright.points
    ]
    assert mirrored.lower == -upright.upper


@given(values)
def test_every_point_is_said_in_words_if_and_only_if_it_meets_a_rule(numbers: list[int]) -> None:
    chart = chart_of(numbers)

    assert all(bool(point.words) is (point.rule is not None) for point in chart.points)
    assert chart.reading.endswith(".")
