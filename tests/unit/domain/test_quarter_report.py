import pytest

from qa_app.domain.errors import InvalidInput, UnknownPeriod
from qa_app.domain.measures import Frequency
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.quarter_report import (
    Findings,
    clean_findings,
    column_of,
    months_of,
    parse_quarter,
)

Q3 = Quarter(2016, 3)


@pytest.mark.parametrize(
    ("frequency", "quarter", "expected"),
    [
        (Frequency.QUARTER, Q3, Q3),
        (Frequency.MONTH, Q3, Month(2016, 12)),
        (Frequency.MONTH, Quarter(2016, 4), Month(2017, 3)),
        # A year is read once it is over.
        (Frequency.YEAR, Q3, Year(2015)),
        (Frequency.YEAR, Quarter(2016, 4), Year(2016)),
    ],
)
def test_the_newest_column_that_is_over(frequency, quarter, expected):
    assert column_of(frequency, quarter) == expected


def test_the_months_of_a_quarter():
    assert months_of(Quarter(2016, 4)) == (Month(2017, 1), Month(2017, 2), Month(2017, 3))


def test_a_report_is_about_a_quarter():
    assert parse_quarter("2016-17-Q3") == Q3
    with pytest.raises(UnknownPeriod, match="Dec 2016 is none"):
        parse_quarter("2016-12")


def test_findings_are_kept_as_they_were_typed_but_for_what_cannot_be():
    typed = Findings(theme="  Voice  of the child ", strengths="\n- a\r\n- b\x00\n")

    assert clean_findings(typed) == Findings(theme="Voice of the child", strengths="- a\n- b")
    assert clean_findings(Findings(observations="\n\n")).is_empty


def test_all_that_is_too_long_is_named_at_once():
    with pytest.raises(InvalidInput) as refused:
        clean_findings(Findings(theme="x" * 301, cohort="x" * 50_001))

    assert [problem.field for problem in refused.value.problems] == ["theme", "cohort"]
