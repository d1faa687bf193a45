from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.intervals import interval_words, wilson_interval


@pytest.mark.parametrize(
    ("count", "audited", "lower", "upper"),
    [
        (2, 14, 4.0, 39.9),
        (0, 5, 0.0, 43.4),
        (5, 5, 56.6, 100.0),
        (81, 263, 25.5, 36.6),  # Newcombe 1998, table I
        (15, 148, 6.2, 16.0),
        (0, 20, 0.0, 16.1),
        (1, 29, 0.6, 17.2),
    ],
)
def test_published_intervals(count: int, audited: int, lower: float, upper: float) -> None:
    assert wilson_interval(count, audited) == pytest.approx((lower, upper), abs=0.05)


@given(st.integers(min_value=1, max_value=5000), st.data())
def test_an_end_is_where_the_share_found_is_just_within_chance(audited: int, choice: st.DataObject) -> None:
    """The definition: a true share p could give what was found if |found - p| <= z * sqrt(p(1 - p) / n)."""
    count = choice.draw(st.integers(min_value=0, max_value=audited))
    interval = wilson_interval(count, audited)
    assert interval is not None
    lower, upper = interval

    assert 0 <= lower <= 100 * count / audited <= upper <= 100
    for true in (lower / 100, upper / 100):
        if 0 < true < 1:
            assert isclose(
                (count / audited - true) ** 2,
                1.96**2 * true * (1 - true) / audited,
                rel_tol=1e-6,
                abs_tol=1e-12,
            )


@given(st.integers(min_value=1, max_value=10_000))
def test_the_ends_are_exact(audited: int) -> None:
    nothing, everything = wilson_interval(0, audited), wilson_interval(audited, audited)

    assert nothing is not None
    assert everything is not None
    assert (nothing[0], everything[1]) == (0.0, 100.0)
    assert isclose(nothing[1], 100 - everything[0])


def test_nothing_audited_has_no_interval() -> None:
    assert wilson_interval(0, 0) is None


@pytest.mark.parametrize(("count", "audited"), [(-1, 5), (6, 5), (1, 0)])
def test_what_is_not_a_share_is_refused(count: int, audited: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson_interval(count, audited)


@pytest.mark.parametrize(
    ("count", "audited", "words"),
    [
        (2, 14, "4% to 40%"),
        (0, 5, "0% to 43%"),
        (5, 5, "57% to 100%"),
        (1, 29, "0.6% to 17%"),
        (0, 0, "N/A"),
    ],
)
def test_interval_words(count: int, audited: int, words: str) -> None:
    assert interval_words(count, audited) == words
