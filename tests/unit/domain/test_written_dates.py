from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidInput
from qa_app.domain.written_dates import as_written, written_day


def read(text: str) -> date:
    return written_day(text, field="due_on", name="the due date")


@pytest.mark.parametrize(
    "text",
    ["2016-12-05", "2016-12-5", "5/12/2016", "05.12.2016", "5 12 2016", "5-12-2016", " 5  Dec 2016 ",
     "5 DECEMBER 2016", "5-Dec-2016", "5 Dec. 2016"],
)  # fmt: skip
def test_days_as_people_write_them(text: str) -> None:
    assert read(text) == date(2016, 12, 5)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Enter the due date, for example 5 December 2016 or 5/12/2016"),
        ("tomorrow", "“tomorrow” is not a date: write the due date like 5 December 2016 or 5/12/2016"),
        ("5/12/16", "“5/12/16” is not a date: write the due date like 5 December 2016 or 5/12/2016"),
        (
            "12/31/2016",  # month first
            "There is no day “12/31/2016”: write the due date with the day before the month, like 5/12/2016",
        ),
        (
            "29 Feb 2015",
            "There is no day “29 Feb 2015”: write the due date with the day before the month, like 5/12/2016",
        ),
        (
            "5 Ju 2016",
            "“5 Ju 2016” is not a date: write the due date like 5 December 2016 or 5/12/2016",
        ),
        (
            "5 Mad 2016",
            "There is no day “5 Mad 2016”: write the due date with the day before the month, like 5/12/2016",
        ),
        ("٥/١٢/٢٠١٦", "“٥/١٢/٢٠١٦” is not a date: write the due date like 5 December 2016 or 5/12/2016"),
        ("0000-01-01", "There is no day “0000-01-01”: write the due date with the day before the month,"
         " like 5/12/2016"),
    ],
)  # fmt: skip
def test_what_is_no_day(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(text)

    assert [(problem.field, problem.message) for problem in refused.value.problems] == [("due_on", sentence)]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_shown_is_read_back(day: date) -> None:
    assert read(as_written(day)) == day


def test_no_day_is_shown_as_nothing() -> None:
    assert as_written(None) == ""
