from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.percentages import Share, display_percent, display_percent_and_count, rounded_percent


@st.composite
def shares(draw: st.DrawFn) -> Share:
    audited = draw(st.integers(min_value=1, max_value=10_000))
    return Share(draw(st.integers(min_value=0, max_value=audited)), audited)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (57, "57"),
        (100, "100"),
        (Fraction(125, 2), "63"),  # half up
        (Fraction(123, 2), "62"),  # half up, also where half to even would go down
        (Decimal("62.49"), "62"),
        (Decimal("99.6"), "100"),
        (Decimal("1.4"), "1"),
        (Decimal("0.8"), "0.8"),
        (Fraction(100, 120), "0.8"),
        (Decimal("0.85"), "0.9"),
        (Decimal("0.95"), "1"),  # 1.0 would be a decimal too many
        (Decimal("0.949"), "0.9"),
        (Decimal("0.05"), "0.1"),
        (Decimal("0.04"), "<0.1"),  # never 0 for something
        (Decimal("0.0"), "0"),
        (Decimal("-62.5"), "-63"),  # a fall reads as the rise would
        (Decimal("-0.8"), "-0.8"),
        (Decimal("-0.04"), ">-0.1"),
    ],
)
def test_rounded_percent(value: Fraction | Decimal | int, shown: str) -> None:
    assert rounded_percent(value) == shown


@pytest.mark.parametrize(
    ("share", "percent", "percent_and_count"),
    [
        (Share(8, 14), "57%", "57% (8)"),
        (Share(14, 24), "58%", "58% (14)"),
        (Share(5, 8), "63%", "63% (5)"),  # 62.5
        (Share(6, 16), "38%", "38% (6)"),  # 37.5, as Cheshire East printed it
        (Share(1, 120), "0.8%", "0.8% (1)"),
        (Share(1, 5000), "<0.1%", "<0.1% (1)"),
        (Share(14, 14), "100%", "100% (14)"),
        (Share(0, 14), "0%", "0% (0)"),
        (Share(0, 0), "N/A", "N/A"),  # nothing audited is not 0%
    ],
)
def test_display(share: Share, percent: str, percent_and_count: str) -> None:
    assert display_percent(share) == percent
    assert display_percent_and_count(share) == percent_and_count


def test_percent_is_exact_and_absent_when_nothing_was_audited() -> None:
    assert Share(1, 3).percent == Fraction(100, 3)
    assert Share(0, 3).percent == 0
    assert Share(0, 0).percent is None


@pytest.mark.parametrize(("count", "audited"), [(-1, 3), (4, 3), (1, 0), (0, -1)])
def test_what_is_not_a_share_is_refused(count: int, audited: int) -> None:
    with pytest.raises(ValueError, match=f"{count} of {audited} is not a share"):
        Share(count, audited)


@given(shares())
def test_counts_show_as_their_exact_percentage_does(share: Share) -> None:
    assert share.percent is not None
    assert display_percent(share) == f"{rounded_percent(share.percent)}%"


@given(st.decimals(min_value=1, max_value=100, places=4))
def test_from_one_up_it_is_the_decimal_module_s_half_up(value: Decimal) -> None:
    assert rounded_percent(value) == str(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(shares())
def test_only_nothing_shows_as_0(share: Share) -> None:
    assert (display_percent(share) == "0%") == (share.count == 0)
