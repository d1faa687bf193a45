from datetime import date

import pytest

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.measures import Frequency
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.scorecard_periods import latest_finished, parse_column


@pytest.mark.parametrize(
    ("frequency", "today", "expected"),
    [
        (Frequency.MONTH, date(2017, 1, 1), Month(2016, 12)),
        (Frequency.QUARTER, date(2016, 12, 31), Quarter(2016, 2)),  # its last day is still in it
        (Frequency.QUARTER, date(2017, 1, 1), Quarter(2016, 3)),
        (Frequency.YEAR, date(2017, 3, 31), Year(2015)),
        (Frequency.YEAR, date(2017, 4, 1), Year(2016)),
    ],
)
def test_the_newest_that_is_over(frequency, today, expected):
    assert latest_finished(frequency, today) == expected


@pytest.mark.parametrize(
    ("text", "frequency", "expected"),
    [
        ("q3 2016/17", Frequency.QUARTER, Quarter(2016, 3)),
        ("2016-12", Frequency.MONTH, Month(2016, 12)),
        ("2016-17-Y", Frequency.YEAR, Year(2016)),
    ],
)
def test_a_column_as_people_write_it(text, frequency, expected):
    assert parse_column(text, frequency) == expected


@pytest.mark.parametrize(
    ("text", "frequency", "sentence"),
    [
        ("Dec 2016", Frequency.QUARTER, "are quarters, and Dec 2016 is none: write a quarter, like Q3"),
        ("2016-17-Q3", Frequency.YEAR, "are years, and Q3 2016-17 is none: write a reporting year"),
        ("soon", Frequency.MONTH, "“soon” is not a period"),
    ],
)
def test_what_is_no_column(text, frequency, sentence):
    with pytest.raises(UnknownPeriod, match=sentence):
        parse_column(text, frequency)
