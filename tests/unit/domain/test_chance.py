from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.chance import change_in_words, fisher_exact, more_than_chance, rates_differ
from qa_app.domain.percentages import Share


@st.composite
def shares(draw: st.DrawFn, most: int) -> Share:
    audited = draw(st.integers(min_value=1, max_value=most))
    return Share(draw(st.integers(min_value=0, max_value=audited)), audited)


def dealt(now: Share, before: Share) -> Fraction:
    """What the test means: deal the good files out in every possible way; how odd is this deal?"""
    files = range(now.audited + before.audited)
    deals = Counter(
        sum(1 for file in good if file < now.audited)
        for good in combinations(files, now.count + before.count)
    )
    return Fraction(sum(ways for ways in deals.values() if ways <= deals[now.count]), deals.total())


def by_factorials(now: Share, before: Share) -> Fraction:
    """The formula of the textbook, as Fractions, for more files than can be dealt out."""
    successes, total = now.count + before.count, now.audited + before.audited

    def probability(x: int) -> Fraction:
        cells = (x, now.audited - x, successes - x, before.audited - successes + x)
        if min(cells) < 0:
            return Fraction(0)
        above = map(factorial, (now.audited, before.audited, successes, total - successes))
        below = map(factorial, (*cells, total))
        result = Fraction(1)
        for number in above:
            result *= number
        for number in below:
            result /= number
        return result

    every = [probability(x) for x in range(successes + 1)]
    return sum((one for one in every if one <= every[now.count]), Fraction(0))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Share(3, 4), Share(1, 4), Fraction(34, 70)),  # the lady tasting tea (Fisher 1935)
        (Share(4, 4), Share(0, 4), Fraction(2, 70)),
        (Share(8, 10), Share(1, 6), Fraction(5, 143)),
        (Share(0, 5), Share(0, 7), Fraction(1)),
        (Share(5, 5), Share(7, 7), Fraction(1)),
        (Share(0, 0), Share(1, 7), None),
        (Share(1, 7), Share(0, 0), None),
    ],
)
def test_fisher_exact(now: Share, before: Share, expected: Fraction | None) -> None:
    assert fisher_exact(now, before) == expected


@given(shares(most=6), shares(most=6))
def test_it_is_how_often_a_deal_is_as_odd(now: Share, before: Share) -> None:
    assert fisher_exact(now, before) == dealt(now, before)


@given(shares(most=90), shares(most=90))
def test_it_is_the_formula_of_the_textbook(now: Share, before: Share) -> None:
    assert fisher_exact(now, before) == by_factorials(now, before)


@given(shares(most=60), shares(most=60))
def test_it_does_not_matter_which_came_first_or_what_is_counted(now: Share, before: Share) -> None:
    others = [Share(share.audited - share.count, share.audited) for share in (now, before)]

    assert fisher_exact(now, before) == fisher_exact(before, now) == fisher_exact(*others)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Share(8, 14), Share(5, 14), False),
        (Share(12, 14), Share(4, 14), True),
        (Share(8, 10), Share(1, 6), True),  # 0.035
        (Share(1, 1), Share(0, 19), False),  # exactly 0.05
        (Share(1, 1), Share(0, 20), True),  # 1 in 21
        (Share(1558, 3000), Share(1482, 3000), False),
        (Share(1559, 3000), Share(1482, 3000), True),  # 0.0497
        (Share(0, 0), Share(5, 14), None),
        (Share(5, 14), Share(0, 0), None),
    ],
)
def test_more_than_chance(now: Share, before: Share, expected: bool | None) -> None:
    assert more_than_chance(now, before) is expected


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (
            Share(8, 14),
            Share(5, 14),
            "Good or better rose from 36% (5 of 14) to 57% (8 of 14) since Q2 2016-17; "
            "a difference this size could be chance",
        ),
        (
            Share(4, 14),
            Share(12, 14),
            "Good or better fell from 86% (12 of 14) to 29% (4 of 14) since Q2 2016-17; "
            "more than chance would give",
        ),
        (  # the percentages shown are the same, the shares are not
            Share(50, 138),
            Share(14, 39),
            "Good or better rose from 36% (14 of 39) to 36% (50 of 138) since Q2 2016-17; "
            "a difference this size could be chance",
        ),
        (Share(10, 28), Share(5, 14), "Good or better stayed at 36% (10 of 28) since Q2 2016-17"),
        (
            Share(8, 14),
            Share(0, 0),
            "Good or better is 57% (8 of 14); nothing to compare with since Q2 2016-17",
        ),
        (Share(0, 0), Share(5, 14), "Good or better is N/A; nothing to compare with since Q2 2016-17"),
    ],
)
def test_change_in_words(now: Share, before: Share, words: str) -> None:
    assert change_in_words(now, before, label="Good or better", since="Q2 2016-17") == words


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Share(5, 10), Share(5_000_000, 10_000_000), False),
        (Share(10, 10), Share(5_000_000, 10_000_000), True),  # 1 in 512
        (Share(6_000_000, 12_000_000), Share(6_001_000, 12_000_000), False),
        (Share(6_000_000, 12_000_000), Share(6_010_000, 12_000_000), True),
    ],
)
def test_of_millions_chance_is_told_at_once(now: Share, before: Share, expected: bool) -> None:
    """A slip of the keyboard must not hold up the page of everybody."""
    assert more_than_chance(now, before) is expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((10**12, 10**14), (0, 1), False),
        ((10**12, 1), (10**12, 10**14), True),
        ((0, 60_000), (0, 60_000), False),
        ((317, 54_000), (250, 54_000), True),
    ],
)
def test_rates_of_millions_are_told_at_once(
    now: tuple[int, int], before: tuple[int, int], expected: bool
) -> None:
    assert rates_differ(now, before) is expected
