"""The same questions asked of an independent implementation."""

from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import fisher_exact as theirs

from qa_app.domain.chance import fisher_exact, more_than_chance, rates_differ
from qa_app.domain.intervals import wilson_interval
from qa_app.domain.percentages import Share

LEVEL = 2 * NormalDist().cdf(1.96) - 1
"""The confidence that 1.96 standard deviations give: a hair more than 0.95."""


@st.composite
def shares(draw: st.DrawFn, most: int) -> Share:
    audited = draw(st.integers(min_value=1, max_value=most))
    return Share(draw(st.integers(min_value=0, max_value=audited)), audited)


def their_probability(now: Share, before: Share) -> float:
    return theirs([[share.count, share.audited - share.count] for share in (now, before)]).pvalue


@given(shares(120), shares(120))
def test_fisher(now, before):
    assert float(fisher_exact(now, before)) == pytest.approx(their_probability(now, before), abs=1e-9)


@given(st.integers(1_000, 9_000), st.integers(1_000, 9_000), st.data())
def test_of_thousands_the_quick_way_says_what_the_exact_test_says(first, second, choice):
    now = Share(choice.draw(st.integers(400, first - 400)), first)
    # About as large a share, where the two ways are least likely to agree.
    near = round(second * now.count / first)
    before = Share(choice.draw(st.integers(max(0, near - 300), min(second, near + 300))), second)
    probability = their_probability(now, before)
    assume(not 0.04 < probability < 0.06)  # at the very edge either answer is as good

    assert more_than_chance(now, before) is bool(probability < 0.05)


@given(st.integers(1, 2_000), st.data())
def test_wilson(audited, choice):
    count = choice.draw(st.integers(0, audited))
    interval = binomtest(count, audited).proportion_ci(confidence_level=LEVEL, method="wilson")

    found = wilson_interval(count, audited)

    assert found == pytest.approx((100 * interval.low, 100 * interval.high), abs=1e-6)


@given(st.integers(0, 3_000), st.integers(0, 3_000), st.integers(1_000, 90_000), st.integers(1_000, 90_000))
def test_rates(events, earlier_events, children, earlier_children):
    """Given all events, those now are binomial; their exact test, doubling the smaller tail."""
    part = children / (children + earlier_children)
    total = events + earlier_events
    tails = [
        binomtest(events, total, part, alternative=way).pvalue if total else 1.0
        for way in ("less", "greater")
    ]
    probability = min(1.0, 2 * min(tails))
    assume(not 0.04 < probability < 0.06)

    assert rates_differ((events, children), (earlier_events, earlier_children)) is bool(probability < 0.05)


def test_without_children_there_is_no_rate_to_compare():
    assert rates_differ((1, 0), (2, 100)) is None
