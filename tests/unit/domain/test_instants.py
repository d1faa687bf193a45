"""Which day, month, quarter and year an instant is in, in London, whatever zone it is written down in."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.instants import INSTANTS, by_the_rules


def test_there_are_enough_and_of_every_kind():
    assert len(INSTANTS) >= 40
    turns = {(each.at.month, each.at.day) for each in INSTANTS}
    assert {(3, 31), (6, 30), (9, 30), (12, 31), (2, 29), (3, 29), (10, 25)} <= turns


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_an_instant_is_what_it_is_in_london(instant):
    assert by_the_rules(instant).wrong == []


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_what_is_expected_follows_from_the_law(instant):
    """Summer Time Order 2002: an hour ahead from 01:00 GMT on the last Sunday of March to that of October.

    What is written down by hand is held to it without the zones of Python. The same rule held since 1996.
    """
    begins, ends = (
        datetime.combine(last_sunday(instant.at.year, month), datetime.min.time(), tzinfo=UTC)
        + timedelta(hours=1)
        for month in (3, 10)
    )
    ahead = timedelta(hours=1 if begins <= instant.at < ends else 0)

    assert f"{instant.at + ahead:%Y-%m-%d %H:%M:%S}" == instant.london
    day = (instant.at + ahead).date()
    starting = day.year if day.month >= 4 else day.year - 1
    year = f"{starting}-{(starting + 1) % 100:02}"
    assert (instant.year, instant.quarter) == (year, f"{year}-Q{(day.month - 4) % 12 // 3 + 1}")


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
