from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.charted_readings import ChartedReadings, charted_readings, periods_over
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading, Series
from qa_app.domain.scorecard import MeasureFacts

QUARTERS = Quarter(2016, 4).ending(8)  # Q1 2015-16 to Q4 2016-17
MEASURE = MeasureFacts(
    id=1,
    code="visits",
    name="Visits",
    kind=MeasureKind.ACTIVITY,
    unit=Unit.PERCENT,
    polarity=Polarity.HIGHER_IS_BETTER,
    measure_period=MeasurePeriod.SNAPSHOT,
    frequency=Frequency.QUARTER,
)


def series(*values, breaks=(), before_moderation=()) -> Series:
    """Q1 2015-16 on; None where there was nothing to count."""
    readings = {
        period: NOTHING_TO_COUNT
        if value is None
        else Reading(Fraction(value), is_before_moderation=period in before_moderation)
        for period, value in zip(QUARTERS, values, strict=True)
    }
    return Series(readings, frozenset(breaks))


def charted(known: Series, *, most: int = 24) -> ChartedReadings:
    return charted_readings(MEASURE, known, QUARTERS, most=most)


@pytest.mark.parametrize(
    ("known", "most", "values"),
    [
        (series(1, 2, 3, 4, 5, 6, 7, 8), 24, [1, 2, 3, 4, 5, 6, 7, 8]),
        (series(1, 2, 3, 4, 5, 6, 7, 8), 3, [6, 7, 8]),
        (series(None, 2, 3, None, 5, 6, 7, None), 24, [2, 3, 5, 6, 7]),
        (series(1, 2, 3, 4, 5, 6, 7, 8, breaks=[201604]), 24, [5, 6, 7, 8]),  # from Q1 2016-17
        (series(1, 2, 3, 4, 5, 6, 7, 8, breaks=[201504]), 24, [1, 2, 3, 4, 5, 6, 7, 8]),
        # In the middle of Q1 2016-17, which is of neither definition, and of the latest quarter.
        (series(1, 2, 3, 4, 5, 6, 7, 8, breaks=[201605]), 24, [6, 7, 8]),
        (series(1, 2, 3, 4, 5, 6, 7, 8, breaks=[201702]), 24, [8]),
        (series(1, 2, 3, 4, 5, 6, 7, 8, before_moderation=QUARTERS[-1:]), 24, [1, 2, 3, 4, 5, 6, 7]),
        (series(1, 2, 3, 4, 5, 6, 7, 8, before_moderation=QUARTERS), 24, [1, 2, 3, 4, 5, 6, 7, 8]),
        (series(*[None] * 8), 24, []),
    ],
)
def test_which_readings_are_points(known: Series, most: int, values: list[int]) -> None:
    assert [value for _, value in charted(known, most=most).values] == values


@pytest.mark.parametrize(
    ("breaks", "most", "expected"),
    [([], 24, False), ([201604], 24, True), ([201604], 3, False), ([201604], 4, True)],
)
def test_whether_it_begins_where_the_definition_changed(breaks, most, expected) -> None:
    found = charted(series(1, 2, 3, 4, 5, 6, 7, 8, breaks=breaks), most=most)

    assert found.begins_after_break is expected


def test_what_is_left_out_is_told() -> None:
    found = charted(series(1, None, 3, 4, None, 6, 7, None, before_moderation=[QUARTERS[5]]), most=4)

    assert [label for label, _ in found.values] == ["Q1 2015-16", "Q3 2015-16", "Q4 2015-16", "Q3 2016-17"]
    assert found.before_moderation == (Quarter(2016, 2),)
    assert found.without_figure == (Quarter(2015, 2), Quarter(2016, 1))


def test_periods_of_another_kind_are_put_together() -> None:
    months = Series({month: Reading(Fraction(month.number)) for month in Month(2016, 12).ending(6)})

    found = charted_readings(MEASURE, months, Quarter(2016, 3).ending(3), most=24)

    assert found.values == [("Q2 2016-17", 9), ("Q3 2016-17", 12)]  # snapshots: the last month's


@pytest.mark.parametrize(
    ("kind", "today", "expected"),
    [
        (Quarter, date(2017, 1, 1), ("Q2 2016-17", "Q3 2016-17")),
        (Quarter, date(2016, 12, 31), ("Q2 2016-17",)),  # the last day is not over yet
        (Month, date(2016, 10, 15), ("Sep 2016",)),
        (Year, date(2017, 3, 31), ()),
        (Year, date(2017, 4, 1), ("2016-17",)),
    ],
)
def test_only_periods_that_are_over(kind, today, expected) -> None:
    periods = periods_over(kind, first=date(2016, 9, 30), last=date(2016, 12, 5), today=today)

    assert tuple(map(str, periods)) == expected
