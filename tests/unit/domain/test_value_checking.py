from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_values import CheckedValue, TypedValue
from qa_app.domain.measures import Frequency, MeasurePeriod, Unit, ValueStatus
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.value_checking import REASON_LIMIT, Counted, check_value

TODAY = date(2017, 1, 10)
Q3 = Quarter(2016, 3)


def about(unit=Unit.PERCENT, frequency=Frequency.QUARTER, over=MeasurePeriod.CUMULATIVE) -> Counted:
    return Counted(unit, frequency, over)


def check(typed: TypedValue, unit=Unit.PERCENT, *, children=None) -> CheckedValue | None:
    return check_value(typed, about(unit), Q3, today=TODAY, children=children)


def problems(typed: TypedValue, unit=Unit.PERCENT, *, children=None) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        check(typed, unit, children=children)
    return [(problem.field, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "—", "..", "[x]", "Not known"])
def test_what_is_not_known_is_no_value_and_never_0(text):
    assert check(TypedValue(value=text, numerator=text, denominator=text)) is None


@pytest.mark.parametrize("text", ["N/A", "n/a", " NA ", "[z]", "Not applicable"])
@pytest.mark.parametrize("field", ["numerator", "denominator", "value"])
def test_nothing_to_count_is_kept_as_that(field, text):
    assert check(TypedValue(**{field: text})) == CheckedValue(is_not_applicable=True)


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        (TypedValue(value="100%"), Unit.PERCENT, CheckedValue(value=Decimal(100))),
        (TypedValue(value="0%"), Unit.PERCENT, CheckedValue(value=Decimal(0))),  # 0 is a value
        (TypedValue(value="14,213"), Unit.NUMBER, CheckedValue(value=Decimal(14213))),
        (
            TypedValue(numerator="9", denominator="10"),
            Unit.PERCENT,
            CheckedValue(numerator=Decimal(9), denominator=Decimal(10)),
        ),
        (
            TypedValue(numerator="12.6", denominator="150.4"),  # full-time equivalents
            Unit.PERCENT,
            CheckedValue(numerator=Decimal("12.6"), denominator=Decimal("150.4")),
        ),
        # Nothing to count, said by the counts.
        (
            TypedValue(numerator="0", denominator="0"),
            Unit.PERCENT,
            CheckedValue(numerator=Decimal(0), denominator=Decimal(0), is_not_applicable=True),
        ),
        (
            TypedValue(denominator="0"),
            Unit.DAYS,
            CheckedValue(denominator=Decimal(0), is_not_applicable=True),
        ),
        # Days early are days late below 0.
        (TypedValue(value="-3.5"), Unit.DAYS, CheckedValue(value=Decimal("-3.5"))),
        (
            TypedValue(value="60", denominator="10"),  # the cohort without its count
            Unit.PERCENT,
            CheckedValue(value=Decimal(60), denominator=Decimal(10)),
        ),
        (
            TypedValue(value="57", status=" Provisional ", reason=" two\nlines ", source="LCS"),
            Unit.PERCENT,
            CheckedValue(
                value=Decimal(57), status=ValueStatus.PROVISIONAL, reason="two lines", source="LCS"
            ),
        ),
        (
            TypedValue(value="105", reason="Agency staff stood in"),
            Unit.PERCENT,
            CheckedValue(value=Decimal(105), reason="Agency staff stood in"),
        ),
        (TypedValue(numerator="12"), Unit.NUMBER, CheckedValue(numerator=Decimal(12))),
    ],
)  # fmt: skip
def test_what_can_be_kept(typed, unit, expected):
    assert check(typed, unit) == expected


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        (
            TypedValue(value="many"),
            Unit.PERCENT,
            [("value", "“many” is not a number: write the value with figures, such as 57 or 7.5")],
        ),
        (
            TypedValue(numerator="-1", denominator="10"),
            Unit.PERCENT,
            [("numerator", "The numerator cannot be less than 0: correct it")],
        ),
        (TypedValue(value="-1"), Unit.RATE, [("value", "The value cannot be less than 0: correct it")]),
        (
            TypedValue(numerator="11", denominator="10"),
            Unit.PERCENT,
            [("numerator", "The numerator is above the denominator: correct one of them")],
        ),
        (
            TypedValue(numerator="11", denominator="10", reason="Some were counted twice"),
            Unit.PERCENT,  # no reason makes a part larger than the whole
            [("numerator", "The numerator is above the denominator: correct one of them")],
        ),
        (
            TypedValue(value="100.5"),
            Unit.PERCENT,
            [("value", "100.5% is more than 100%: give the reason, or correct it")],
        ),
        (
            TypedValue(numerator="3", denominator="0"),
            Unit.AVERAGE,
            [("denominator", "Of 0 there is no share: correct this, or write N/A as the value")],
        ),
        (
            TypedValue(value="50", denominator="0"),
            Unit.PERCENT,
            [("denominator", "Of 0 there is no share: correct this, or write N/A as the value")],
        ),
        (
            TypedValue(value="N/A", numerator="3", denominator="10"),
            Unit.PERCENT,
            [("value", "N/A says that there was nothing to count: take it out, or the numbers")],
        ),
        (
            TypedValue(numerator="3"),
            Unit.PERCENT,
            [("denominator", "Write the denominator too, or the value itself")],
        ),
        (
            TypedValue(denominator="3"),
            Unit.PERCENT,
            [("numerator", "Write the numerator too, or the value itself")],
        ),
        (
            TypedValue(value="57", status="draft"),
            Unit.PERCENT,
            [("status", "Write one of these: provisional, final, revised")],
        ),
        (
            TypedValue(value="x", numerator="y", status="z"),  # all that is wrong, in one go
            Unit.PERCENT,
            [
                ("numerator", "“y” is not a number: write the numerator with figures, such as 57 or 7.5"),
                ("value", "“x” is not a number: write the value with figures, such as 57 or 7.5"),
                ("status", "Write one of these: provisional, final, revised"),
            ],
        ),
    ],
)
def test_what_cannot_be_kept(typed, unit, expected):
    assert problems(typed, unit) == expected


def test_a_reason_that_is_too_long():
    assert [field for field, _ in problems(TypedValue(value="57", reason="x" * (REASON_LIMIT + 1)))] == [
        "reason"
    ]


def test_a_rate_is_counted_against_the_children_of_the_year():
    counted = TypedValue(numerator="475")

    assert check(counted, Unit.RATE, children=54_000).exact(Unit.RATE, 54_000) == Fraction(4_750_000, 54_000)
    assert problems(counted, Unit.RATE) == [
        (
            "denominator",
            "How many children there are in 2016-17 is not known: write it here, or enter the child"
            " population of that year first",
        )
    ]
    assert problems(TypedValue(numerator="475", denominator="0"), Unit.RATE) == [
        (
            "denominator",
            "A rate cannot be counted against 0 children: write how many there are, or leave it blank",
        )
    ]
    # Printed as a rate, it needs no population; and more than one event a child is no mistake.
    assert check(TypedValue(value="703.9"), Unit.RATE).value == Decimal("703.9")
    assert check(TypedValue(numerator="3", denominator="2"), Unit.RATE) is not None


@pytest.mark.parametrize(
    ("over", "period", "today", "sentence"),
    [
        (MeasurePeriod.CUMULATIVE, Q3, date(2017, 1, 1), None),
        (
            MeasurePeriod.CUMULATIVE,
            Q3,
            date(2016, 12, 31),
            "Q3 2016-17 is not over yet: its value can be entered from 1 January 2017",
        ),
        (MeasurePeriod.SNAPSHOT, Q3, date(2016, 12, 31), None),  # a snapshot is of the last day
        (
            MeasurePeriod.SNAPSHOT,
            Q3,
            date(2016, 12, 30),
            "Q3 2016-17 is not over yet: its value can be entered from 31 December 2016",
        ),
        (
            MeasurePeriod.ROLLING,
            Month(2016, 12),
            TODAY,
            "This measure has a value for every quarter: write a quarter, such as Q3 2016-17",
        ),
        (
            MeasurePeriod.ROLLING,
            Year(2015),
            TODAY,
            "This measure has a value for every quarter: write a quarter, such as Q3 2016-17",
        ),
    ],
)
def test_which_periods_have_a_value(over, period, today, sentence):
    counted, typed = about(over=over), TypedValue(value="57")

    if sentence is None:
        assert check_value(typed, counted, period, today=today) is not None
        return
    with pytest.raises(InvalidInput) as refused:
        check_value(typed, counted, period, today=today)
    assert [(problem.field, problem.message) for problem in refused.value.problems] == [("period", sentence)]


numbers = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False)
small = st.none() | numbers
texts = st.text(alphabet=st.characters(categories=("L", "N")), max_size=20)


@given(
    unit=st.sampled_from(Unit),
    numerator=small,
    denominator=small,
    value=small | st.just("N/A"),
    status=st.sampled_from(ValueStatus),
    reason=texts,
)
def test_what_was_kept_and_is_put_into_the_boxes_again_is_the_same(
    unit, numerator, denominator, value, status, reason
):
    typed = TypedValue(
        *("" if each is None else str(each) for each in (numerator, denominator, value)), status.value, reason
    )
    try:
        checked = check(typed, unit, children=54_000)
    except InvalidInput:
        return
    if checked is not None:
        assert check(checked.as_typed(), unit, children=54_000) == checked
