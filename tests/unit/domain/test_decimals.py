from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.decimals import plain_number, typed_number
from qa_app.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("57", "57"),
        (" 57% ", "57"),
        ("1,204", "1204"),
        ("1,061,120.5", "1061120.5"),
        (".5", "0.5"),
        ("−3", "-3"),
        ("0.80", "0.80"),
        ("", None),
    ],
)
def test_a_number_is_kept_as_typed(typed, expected):
    number = typed_number(typed, field="value", name="the value")

    assert number == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    "typed", ["N/A", "1.2.3", "12 of 14", "1e9", "28,4", "61,12", ",5", "1,2345", "1204,500", "²", "9" * 31]
)
def test_what_is_no_number_is_refused_at_its_field(typed):
    with pytest.raises(InvalidInput, match="is not a number") as refused:
        typed_number(typed, field="value", name="the value")

    assert refused.value.problems[0].field == "value"


def test_a_number_that_nobody_counts_is_refused():
    with pytest.raises(InvalidInput, match="is more than a million million: correct the value"):
        typed_number("1234567890123456789012345678", field="value", name="the value")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_what_is_written_plainly_is_read_back(number):
    assert typed_number(plain_number(number), field="value", name="the value") == number


def test_a_fraction_is_written_to_ten_places():
    assert plain_number(Fraction(200, 3)) == "66.6666666667"
