from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.periods import (
    Month,
    Period,
    Quarter,
    Year,
    london_date,
    london_time,
    month_number,
    parse_period,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2199, 12, 31))
months = days.map(Month.of)
quarters = days.map(Quarter.of)
periods = months | quarters


@pytest.mark.parametrize(
    ("quarter", "key", "shown", "first", "last"),
    [
        (Quarter(2016, 1), "2016-17-Q1", "Q1 2016-17", date(2016, 4, 1), date(2016, 6, 30)),
        (Quarter(2016, 2), "2016-17-Q2", "Q2 2016-17", date(2016, 7, 1), date(2016, 9, 30)),
        (Quarter(2016, 3), "2016-17-Q3", "Q3 2016-17", date(2016, 10, 1), date(2016, 12, 31)),
        (Quarter(2016, 4), "2016-17-Q4", "Q4 2016-17", date(2017, 1, 1), date(2017, 3, 31)),
        (Quarter(1999, 4), "1999-00-Q4", "Q4 1999-00", date(2000, 1, 1), date(2000, 3, 31)),
    ],
)
def test_quarter(quarter: Quarter, key: str, shown: str, first: date, last: date) -> None:
    assert (quarter.key, str(quarter)) == (key, shown)
    assert (quarter.first_day, quarter.last_day) == (first, last)
    assert (quarter.first_month, quarter.last_month) == (month_number(first), month_number(last))


@pytest.mark.parametrize(
    ("month", "key", "shown", "last"),
    [
        (Month(2016, 12), "2016-12", "Dec 2016", date(2016, 12, 31)),
        (Month(2016, 9), "2016-09", "Sep 2016", date(2016, 9, 30)),
        (Month(2015, 2), "2015-02", "Feb 2015", date(2015, 2, 28)),
        (Month(2016, 2), "2016-02", "Feb 2016", date(2016, 2, 29)),
    ],
)
def test_month(month: Month, key: str, shown: str, last: date) -> None:
    assert (month.key, str(month)) == (key, shown)
    assert (month.first_day, month.last_day) == (last.replace(day=1), last)
    assert month.first_month == month.last_month == month_number(last)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2016, 3, 31), Quarter(2015, 4)),
        (date(2016, 4, 1), Quarter(2016, 1)),
        (date(2016, 6, 30), Quarter(2016, 1)),
        (date(2016, 7, 1), Quarter(2016, 2)),
        (date(2016, 9, 30), Quarter(2016, 2)),
        (date(2016, 10, 1), Quarter(2016, 3)),
        (date(2016, 12, 31), Quarter(2016, 3)),
        (date(2017, 1, 1), Quarter(2016, 4)),
        (date(2017, 3, 31), Quarter(2016, 4)),
    ],
)
def test_the_days_on_which_quarters_change(day: date, quarter: Quarter) -> None:
    assert Quarter.of(day) == quarter


@given(days)
def test_a_day_is_in_its_month_and_its_quarter(day: date) -> None:
    for period in (Month.of(day), Quarter.of(day)):
        assert period.first_day <= day <= period.last_day
        assert period.first_month <= month_number(day) <= period.last_month


@given(days)
def test_ordinals_are_what_the_database_reckons_from_the_stored_month(day: date) -> None:
    m = month_number(day)

    assert Month.of(day).ordinal == (m // 100) * 12 + m % 100 - 1
    assert Quarter.of(day).ordinal == ((m // 100) * 12 + m % 100 - 4) // 3


@given(periods)
def test_periods_follow_each_other_without_a_gap(period: Period) -> None:
    before = period.previous()

    assert before.last_day + timedelta(days=1) == period.first_day
    assert before.ordinal + 1 == period.ordinal
    assert before < period  # type: ignore[operator]  # each is of its own kind
    assert type(period).from_ordinal(period.ordinal) == period


@given(periods)
def test_the_same_period_last_year(period: Period) -> None:
    last_year = period.same_last_year()

    assert last_year.first_month == period.first_month - 100
    assert last_year.last_month == period.last_month - 100


def test_ending_gives_consecutive_periods_oldest_first() -> None:
    assert [str(period) for period in Quarter(2016, 3).ending()] == [
        *("Q1 2015-16", "Q2 2015-16", "Q3 2015-16", "Q4 2015-16"),
        *("Q1 2016-17", "Q2 2016-17", "Q3 2016-17"),
    ]
    assert Month(2017, 1).ending(periods=2) == (Month(2016, 12), Month(2017, 1))
    assert Month(2017, 1).ending(periods=1) == (Month(2017, 1),)
    with pytest.raises(ValueError, match="at least one"):
        Month(2017, 1).ending(periods=0)


@pytest.mark.parametrize(
    ("kind", "first_month", "at_least", "expected"),
    [
        (Quarter, 201601, 2, ["Q3 2016-17", "Q2 2016-17", "Q1 2016-17", "Q4 2015-16"]),
        (Quarter, 201611, 2, ["Q3 2016-17", "Q2 2016-17"]),  # it began not long ago
        (Month, None, 3, ["Dec 2016", "Nov 2016", "Oct 2016"]),
        (Year, 201503, 1, ["2016-17", "2015-16", "2014-15"]),
        (Quarter, 201704, 1, ["Q3 2016-17"]),  # nothing is offered before it begins
    ],
)
def test_what_a_list_offers_goes_back_to_the_first_month_known(kind, first_month, at_least, expected) -> None:
    offered = kind.since(first_month, today=date(2016, 12, 31), at_least=at_least)

    assert [str(period) for period in offered] == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2016-17-Q3", Quarter(2016, 3)),
        ("2016-17 Q3", Quarter(2016, 3)),
        ("Q3 2016-17", Quarter(2016, 3)),
        (" q3   2016/17 ", Quarter(2016, 3)),
        ("1999-00-q4", Quarter(1999, 4)),
        ("2016-12", Month(2016, 12)),
        ("2016-11", Month(2016, 11)),
        ("Dec 2016", Month(2016, 12)),
        ("DECEMBER 2016", Month(2016, 12)),
        ("sept 2016", Month(2016, 9)),
        ("may 2017", Month(2017, 5)),
        ("mar 2017", Month(2017, 3)),
        ("jul 2017", Month(2017, 7)),
    ],
)
def test_parse_period_reads_what_people_write(text: str, period: Period) -> None:
    assert parse_period(text) == period


@given(periods)
def test_every_period_reads_back(period: Period) -> None:
    for written in (period.key, str(period), period.key.lower(), str(period).upper()):
        assert parse_period(written) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016-18-Q3",  # no reporting year is two years long
        "Q3 2016-16",
        "2016-17-Q5",
        "2016-17-Q0",
        "2016-17",  # a year, not a month
        "2016-13",
        "2016-00",
        "2016-1",
        "Q3 2016",
        "Ma 2016",  # March or May
        "Decem 16",
        "Brumaire 2016",
        "Dec 2016 (revised)",
        "0000-12",
        "9999-00-Q1",
        "２０１６-12",
    ],
)
def test_parse_period_refuses_the_rest(text: str) -> None:
    with pytest.raises(UnknownPeriod):
        parse_period(text)


@pytest.mark.parametrize("text", ["2016-18-Q3", "2016-00", "2016-13"])
def test_the_refusal_gives_an_example(text: str) -> None:
    with pytest.raises(UnknownPeriod) as refused:
        parse_period(text)

    assert str(refused.value) == (
        f"“{text}” is not a period: write a quarter as Q3 2016-17 or a month as Dec 2016"
    )


@pytest.mark.parametrize(("year", "number"), [(2016, 0), (2016, 13), (0, 1), (10_000, 1)])
def test_there_is_no_such_month(year: int, number: int) -> None:
    with pytest.raises(UnknownPeriod, match=f"no month {number} of {year}"):
        Month(year, number)


@pytest.mark.parametrize(("year", "number"), [(2016, 0), (2016, 5), (0, 4), (9999, 1)])
def test_there_is_no_such_quarter(year: int, number: int) -> None:
    with pytest.raises(UnknownPeriod, match=f"no quarter {number} of the year from April {year}"):
        Quarter(year, number)


def test_the_first_and_the_last_there_are() -> None:
    assert Month(1, 1).first_day == Quarter(1, 1).first_day.replace(month=1) == date.min
    assert Month(9999, 12).last_day == date.max
    assert Quarter(9998, 4).last_day == date(9999, 3, 31)


def test_months_and_quarters_are_in_no_common_order() -> None:
    assert Quarter(2016, 4) < Quarter(2017, 1)
    with pytest.raises(TypeError):
        assert Month(2016, 12) < Quarter(2016, 3)  # type: ignore[operator]  # what is being tested


def test_month_number_refuses_an_instant() -> None:
    assert month_number(date(2016, 12, 5)) == 201612
    with pytest.raises(TypeError, match="london_date"):
        month_number(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("instant", "clock"),
    [
        # British Summer Time began on 29 March 2026 and ends on 25 October 2026, both at 01:00 UTC.
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), "2026-04-01 00:30"),
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), "2026-03-31 23:59"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "2026-03-29 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29 02:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "2026-10-25 01:59"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "2026-10-25 01:00"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026-12-31 23:59"),
        (datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=3))), "2026-06-30 23:30"),
    ],
)
def test_london_time_and_date(instant: datetime, clock: str) -> None:
    assert f"{london_time(instant):%Y-%m-%d %H:%M}" == clock
    assert london_date(instant).isoformat() == clock[:10]


def test_late_on_31_march_is_already_another_reporting_year() -> None:
    instant = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)

    assert Quarter.of(london_date(instant)) == Quarter(2026, 1)


@pytest.mark.parametrize("in_london", [london_time, london_date])
def test_a_time_without_a_zone_is_refused(in_london: object) -> None:
    with pytest.raises(ValueError, match="zone"):
        in_london(datetime(2026, 3, 31, 23, 30))  # type: ignore[operator]  # noqa: DTZ001 what is being tested
