from decimal import Decimal
from fractions import Fraction

import pytest

from qa_app.domain.measures import MeasurePeriod, Unit, ValueStatus
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.readings import (
    NOT_KNOWN,
    NOTHING_TO_COUNT,
    Reading,
    Series,
    as_displayed,
    computed_value,
    shown_reading,
    shown_value,
)

Q3 = Quarter(2016, 3)
OCT, NOV, DEC = (Month(2016, number) for number in (10, 11, 12))


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "expected"),
    [
        (Unit.PERCENT, 171, 703, Fraction(17100, 703)),
        (Unit.RATE, 317, 54_000, Fraction(3_170_000, 54_000)),
        (Unit.AVERAGE, 157, 10, Fraction(157, 10)),
        (Unit.DAYS, 90, 4, Fraction(45, 2)),
        (Unit.NUMBER, 31, None, 31),
        (Unit.PERCENT, 0, 0, None),  # nothing to count is not 0%
        (Unit.PERCENT, None, 10, None),
    ],
)
def test_what_the_counts_say(unit, numerator, denominator, expected):
    as_fraction = [None if number is None else Fraction(number) for number in (numerator, denominator)]

    assert computed_value(unit, *as_fraction) == expected


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "shown", "displayed"),
    [
        (Fraction(125, 2), Unit.PERCENT, 0, "63%", "63"),
        (Fraction(1390, 20), Unit.PERCENT, 0, "70%", "70"),  # 69.5, which reads 70
        (Fraction(4, 5), Unit.PERCENT, 0, "0.8%", "0.8"),
        (Fraction(1, 30), Unit.PERCENT, 0, "<0.1%", "0"),
        (Fraction(284, 10), Unit.PERCENT, 1, "28.4%", "28.4"),
        (Fraction(0), Unit.PERCENT, 0, "0%", "0"),
        (Fraction(14014), Unit.NUMBER, 0, "14,014", "14014"),
        (Fraction(7039, 10), Unit.RATE, 1, "703.9", "703.9"),
        (Fraction(31, 2), Unit.DAYS, 0, "16", "16"),
    ],
)
def test_what_is_shown_and_what_decides_the_band_are_the_same(value, unit, decimals, shown, displayed):
    assert shown_value(value, unit, decimals) == shown
    assert as_displayed(value, unit, decimals) == Decimal(displayed)


@pytest.mark.parametrize(
    ("reading", "shown"),
    [(NOT_KNOWN, ""), (NOTHING_TO_COUNT, "N/A"), (Reading(Fraction(0)), "0%")],
)
def test_not_known_and_nothing_to_count_are_not_nought(reading, shown):
    assert shown_reading(reading, Unit.PERCENT, 0) == shown


def a_number(number: int, status: ValueStatus = ValueStatus.FINAL) -> Reading:
    return Reading(Fraction(number), numerator=Fraction(number), status=status)


def a_share(count: int, whole: int) -> Reading:
    return Reading(Fraction(100 * count, whole), Fraction(count), Fraction(whole))


@pytest.mark.parametrize(
    ("readings", "unit", "over", "expected"),
    [
        # A value of the quarter itself comes first, whatever its months say.
        ({Q3: a_number(9), OCT: a_number(1), DEC: a_number(2)}, Unit.NUMBER, MeasurePeriod.SNAPSHOT, 9),
        ({OCT: a_number(1), DEC: a_number(2)}, Unit.NUMBER, MeasurePeriod.SNAPSHOT, 2),
        ({OCT: a_number(1), DEC: a_number(2)}, Unit.NUMBER, MeasurePeriod.ROLLING, 2),
        ({OCT: a_number(1)}, Unit.NUMBER, MeasurePeriod.YEAR_TO_DATE, None),  # December is not there
        ({OCT: a_number(1), NOV: a_number(2), DEC: a_number(4)}, Unit.NUMBER, MeasurePeriod.CUMULATIVE, 7),
        ({OCT: a_number(1), DEC: a_number(4)}, Unit.NUMBER, MeasurePeriod.CUMULATIVE, None),
        (
            {OCT: a_share(1, 2), NOV: a_share(1, 4), DEC: NOTHING_TO_COUNT},
            Unit.PERCENT,
            MeasurePeriod.CUMULATIVE,
            Fraction(200, 6),  # of all of them, not the mean of the shares
        ),
        (
            {month: Reading(Fraction(5)) for month in (OCT, NOV, DEC)},
            Unit.AVERAGE,
            MeasurePeriod.CUMULATIVE,
            None,  # three averages have no sum
        ),
    ],
)
def test_a_quarter_from_its_months(readings, unit, over, expected):
    assert Series(readings).at(Q3, unit=unit, over=over).value == expected


def test_a_quarter_of_three_months_without_any_to_count_is_not_applicable():
    series = Series(dict.fromkeys((OCT, NOV, DEC), NOTHING_TO_COUNT))

    assert series.at(Q3, unit=Unit.PERCENT, over=MeasurePeriod.CUMULATIVE).is_not_applicable


def test_a_year_is_that_of_its_last_quarter_or_the_sum_of_its_quarters():
    quarters = {Quarter(2016, number): a_number(number) for number in (1, 2, 3, 4)}

    at_the_end = Series(quarters).at(Year(2016), unit=Unit.NUMBER, over=MeasurePeriod.SNAPSHOT)
    all_of_it = Series(quarters).at(Year(2016), unit=Unit.NUMBER, over=MeasurePeriod.CUMULATIVE)

    assert (at_the_end.value, all_of_it.value) == (4, 10)


def test_a_sum_is_as_uncertain_as_the_least_certain_of_its_parts():
    months = {
        OCT: a_number(1),
        NOV: a_number(2, ValueStatus.PROVISIONAL),
        DEC: a_number(3, ValueStatus.REVISED),
    }

    summed = Series(months).at(Q3, unit=Unit.NUMBER, over=MeasurePeriod.CUMULATIVE)

    assert summed.status is ValueStatus.PROVISIONAL


@pytest.mark.parametrize(
    ("month", "broken"),
    [
        (201604, False),  # the earlier quarter already begins with the new definition
        (201606, True),  # within the earlier quarter, which is then partly the old one
        (201607, True),
        (201609, True),
        (201610, False),
    ],
)
def test_a_definition_that_changed_on_the_way_breaks_the_series(month, broken):
    series = Series({}, frozenset({month}))

    assert series.is_broken(Quarter(2016, 1), Quarter(2016, 2)) is broken


@pytest.mark.parametrize(
    ("over", "expected"), [(MeasurePeriod.SNAPSHOT, "3"), (MeasurePeriod.CUMULATIVE, "6")]
)
@pytest.mark.parametrize(
    ("month", "is_break"), [(201610, True), (201612, True), (201609, False), (201701, False)]
)
def test_a_quarter_of_months_says_that_the_definition_changed_in_it(over, expected, month, is_break):
    """Also where it is the last month that stands for the quarter, and the change came before it."""
    series = Series(
        {OCT: Reading(Fraction(1)), NOV: Reading(Fraction(2)), DEC: Reading(Fraction(3))}, {month}
    )

    found = series.at(Q3, unit=Unit.NUMBER, over=over)

    assert (found.value, found.is_break) == (Fraction(expected), is_break)
