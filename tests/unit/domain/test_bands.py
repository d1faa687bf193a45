from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
O, G, R, I = "Outstanding", "Good", "Requires Improvement", "Inadequate"  # noqa: E741  # as the field writes them

BY_AUDIT = ("60-69", "70-79", "80-100")
MONTHS_ON_A_PLAN = ("21-25", "11-20", "0-10")
REPEAT_REFERRALS = ("25-30", "20-24", "Below 20")


@pytest.mark.parametrize(
    ("printed", "displayed", "expected"),
    [
        (BY_AUDIT, "100", O),
        (BY_AUDIT, "80", O),
        (BY_AUDIT, "79", G),
        (BY_AUDIT, "70", G),
        (BY_AUDIT, "69.5", R),  # displayed so: the number that is read is below 70
        (BY_AUDIT, "60", R),
        (BY_AUDIT, "59", I),
        (BY_AUDIT, "0", I),
        (BY_AUDIT, "105", O),  # beyond the best end is still the best
        (MONTHS_ON_A_PLAN, "0", O),
        (MONTHS_ON_A_PLAN, "10", O),
        (MONTHS_ON_A_PLAN, "11", G),
        (MONTHS_ON_A_PLAN, "20.5", R),
        (MONTHS_ON_A_PLAN, "25", R),
        (MONTHS_ON_A_PLAN, "26", I),
        (REPEAT_REFERRALS, "19.9", O),
        (REPEAT_REFERRALS, "20", G),  # below 20 does not hold 20
        (REPEAT_REFERRALS, "24", G),
        (REPEAT_REFERRALS, "24.1", R),
        (REPEAT_REFERRALS, "31", I),
        (("15-20", "10-14", "5-9"), "4", O),
        (("60 to 69%", "70–79%", "80 or more"), "80", O),
        (("Above 40 ", "up to 40", "under 20"), None, None),
        (("1.0-1.4", "1.5-1.9", "2.0+"), "1.5", G),
        (("1,000-1,499", "1,500-1,999", "2,000+"), "1500", G),
        (("2", "1", "0"), "1", G),
    ],
)
def test_a_value_is_in_the_band_that_it_is_displayed_in(printed, displayed, expected):
    if expected is None:
        with pytest.raises(InvalidInput):
            parse_bands(*printed)
        return
    bands = parse_bands(*printed)

    assert bands is not None
    assert bands.status_of(Decimal(displayed)).word == expected


@pytest.mark.parametrize(
    ("printed", "polarity"),
    [
        (BY_AUDIT, HIGHER),
        (("70-80", "81-90", "91-100"), HIGHER),
        (("80-84", "85-94", "95-100"), HIGHER),
        (MONTHS_ON_A_PLAN, LOWER),
        (REPEAT_REFERRALS, LOWER),
        (("at most 30", "31-40", "41+"), None),
        (("1-2", "3-4", "at least 5"), HIGHER),
    ],
)
def test_which_way_is_good_follows_from_the_order(printed, polarity):
    if polarity is None:
        with pytest.raises(InvalidInput, match="no bound that is worse"):
            parse_bands(*printed)
        return
    bands = parse_bands(*printed)

    assert bands is not None
    assert bands.polarity is polarity
    assert bands.printed == printed


@pytest.mark.parametrize(
    ("printed", "field", "sentence"),
    [
        (("60-70", "70-79", "80-100"), "good", "60-70 and 70-79 overlap"),
        (("60-69", "70-79", "75-100"), "outstanding", "70-79 and 75-100 overlap"),
        (("60-69", "72-79", "80-100"), "good", "There is a gap between 60-69 and 72-79"),
        (("21-25", "11-20", "0-9"), "outstanding", "There is a gap between 0-9 and 11-20"),
        (("25-30", "20-24", "Below 21"), "outstanding", "overlap"),
        (("60-69", "70-79", ""), "outstanding", "Write the band of Outstanding too"),
        (("sixty", "70-79", "80+"), "requires_improvement", "“sixty” is not a band"),
        (("6,0-69", "70-79", "80+"), "requires_improvement", "“6,0-69” is not a band"),
        (("69-60", "70-79", "80+"), "requires_improvement", "ends before it begins: write 60-69"),
        (("60+", "70-79", "80+"), "good", "must meet"),
    ],
)
def test_bands_that_do_not_fit_are_refused_at_the_band(printed, field, sentence):
    with pytest.raises(InvalidInput) as refused:
        parse_bands(*printed)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert sentence in refused.value.problems[0].message


def test_no_bands_at_all_are_none():
    assert parse_bands(" ", "", "\t") is None


@given(st.integers(1, 80), st.integers(1, 80), st.integers(1, 80), st.integers(0, 400), st.booleans())
def test_every_value_has_one_band_and_better_values_no_worse_ones(first, second, third, value, lower):
    edges = [0, first, first + second, first + second + third]
    printed = [f"{low}-{high - 1}" for low, high in pairwise(edges)]
    bands = parse_bands(*(reversed(printed) if lower else printed))
    assert bands is not None

    order = [O, G, R, I]
    here, next_to_it = (order.index(bands.status_of(Decimal(n)).word) for n in (value, value + 1))

    assert next_to_it >= here if lower else next_to_it <= here
    inside = next((n for n in range(3) if edges[n] <= value < edges[n + 1]), None)
    if inside is not None:
        assert here == (inside if lower else 2 - inside)
