"""Days and hours of the audit programme."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from qa_app.domain.periods import LONDON, Month

FRIDAY = 4


def weekdays(month: Month) -> list[date]:
    """Monday to Friday of a month."""
    days = (month.first_day + timedelta(days) for days in range((month.last_day - month.first_day).days + 1))
    return [day for day in days if day.weekday() <= FRIDAY]


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day if day.weekday() <= FRIDAY else day + timedelta(7 - day.weekday())


def working_day_before(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day if day.weekday() <= FRIDAY else day - timedelta(day.weekday() - FRIDAY)


def morning(day: date, rng: Random) -> datetime:
    """Between eight and nine by the clocks of London, when audits are given out and begun."""
    return _at(day, time(8, rng.randrange(60), rng.randrange(60)))


def office_hour(day: date, rng: Random) -> datetime:
    """Between nine and five by the clocks of London, when audits are finished and moderated."""
    return _at(day, time(9 + rng.randrange(8), rng.randrange(60), rng.randrange(60)))


def before_work(day: date) -> datetime:
    """Before the first audit of the day is given out."""
    return _at(day, time(7, 30))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)
