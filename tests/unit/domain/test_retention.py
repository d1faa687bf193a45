from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidInput
from qa_app.domain.retention import Kept, check_years, closest, due_on, latest_due

MONTHLY, DIP = 1, 2
CASE_FILE, THEMATIC = 10, 20

EVERYTHING = Kept(6)
OF_STREAM = Kept(7, stream_id=MONTHLY)
OF_TOOL = Kept(8, tool_id=CASE_FILE)
OF_BOTH = Kept(9, stream_id=MONTHLY, tool_id=CASE_FILE)


@pytest.mark.parametrize(
    ("rules", "stream", "tool", "expected"),
    [
        ([], MONTHLY, CASE_FILE, None),  # without a rule, everything is kept
        ([EVERYTHING], MONTHLY, CASE_FILE, EVERYTHING),
        ([EVERYTHING, OF_STREAM], MONTHLY, CASE_FILE, OF_STREAM),
        ([EVERYTHING, OF_STREAM], DIP, CASE_FILE, EVERYTHING),
        ([OF_STREAM], DIP, CASE_FILE, None),
        ([OF_STREAM, OF_TOOL], MONTHLY, CASE_FILE, OF_TOOL),  # what was asked says more than why
        ([OF_STREAM, OF_TOOL], MONTHLY, THEMATIC, OF_STREAM),
        ([OF_STREAM, OF_TOOL], DIP, CASE_FILE, OF_TOOL),
        ([EVERYTHING, OF_STREAM, OF_TOOL, OF_BOTH], MONTHLY, CASE_FILE, OF_BOTH),
        ([OF_BOTH, OF_TOOL, OF_STREAM, EVERYTHING], MONTHLY, CASE_FILE, OF_BOTH),  # whatever their order
        ([EVERYTHING, OF_STREAM, OF_TOOL, OF_BOTH], DIP, THEMATIC, EVERYTHING),
        ([OF_BOTH], MONTHLY, THEMATIC, None),
    ],
)
def test_the_closest_rule_holds(rules, stream, tool, expected):
    assert closest(rules, stream_id=stream, tool_id=tool) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(EVERYTHING, "*/*"), (OF_STREAM, "1/*"), (OF_TOOL, "*/10"), (OF_BOTH, "1/10")],
)
def test_what_a_rule_holds_for_is_one_text(rule, expected):
    assert rule.holds_for == expected


@pytest.mark.parametrize(
    ("audit_date", "years", "expected"),
    [
        (date(2016, 12, 5), 6, date(2022, 12, 5)),
        (date(2016, 12, 31), 1, date(2017, 12, 31)),
        (date(2016, 2, 29), 1, date(2017, 3, 1)),  # 28 February would be a day short of a year
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2016, 2, 28), 1, date(2017, 2, 28)),
        (date(2015, 2, 28), 1, date(2016, 2, 28)),
        (date(2000, 2, 29), 100, date(2100, 3, 1)),  # 2100 is no leap year
    ],
)
def test_the_text_is_due_when_so_many_whole_years_have_passed(audit_date, years, expected):
    assert due_on(audit_date, years) == expected
    assert latest_due(expected, years) >= audit_date
    assert latest_due(expected - timedelta(days=1), years) < audit_date


@given(
    st.dates(date(1989, 1, 1), date(2199, 12, 31)),
    st.dates(date(1989, 1, 1), date(2199, 12, 31)),
    st.integers(1, 100),
)
def test_one_comparison_of_dates_finds_exactly_what_is_due(audit_date, today, years):
    assert (audit_date <= latest_due(today, years)) is (due_on(audit_date, years) <= today)


@given(st.integers(1990, 2100), st.integers(1, 100), st.integers(-2, 3))
def test_it_does_around_the_end_of_february_too(year, years, days):
    today = date(year, 2, 28) + timedelta(days=days)
    for back in range(-2, 4):
        audit_date = date(year - years, 2, 28) + timedelta(days=back)
        assert (audit_date <= latest_due(today, years)) is (due_on(audit_date, years) <= today)


@pytest.mark.parametrize(("text", "years"), [("1", 1), (" 75 ", 75), ("100", 100), ("007", 7)])
def test_years_are_whole_numbers(text, years):
    assert check_years(text) == years


@pytest.mark.parametrize("text", ["", "0", "101", "-1", "6.5", "six", "²", "٦", "9" * 5000])
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        check_years(text)

    assert [problem.field for problem in refused.value.problems] == ["years"]
