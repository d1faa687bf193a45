"""Months, quarters and reporting years (April to March), as civil dates in Europe/London."""

import re
from abc import ABC, abstractmethod
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from qa_app.domain.errors import UnknownPeriod

LONDON = ZoneInfo("Europe/London")

# Not calendar.month_name, which follows the language of the server.
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class _Period(ABC):
    """What months and quarters share: consecutive whole numbers, so that counting back is subtraction."""

    in_a_year: ClassVar[int]

    @property
    @abstractmethod
    def key(self) -> str:
        """As addresses and the database write it."""

    @property
    @abstractmethod
    def ordinal(self) -> int: ...

    @classmethod
    @abstractmethod
    def from_ordinal(cls, ordinal: int) -> Self: ...

    @classmethod
    @abstractmethod
    def of(cls, day: date) -> Self: ...

    @property
    @abstractmethod
    def first_month(self) -> int:
        """As stored with an audit: 201612 is December 2016."""

    @property
    @abstractmethod
    def last_month(self) -> int:
        """As stored with an audit: 201612 is December 2016."""

    @property
    def first_day(self) -> date:
        return first_day_of(self.first_month)

    @property
    def last_day(self) -> date:
        year, month = divmod(self.last_month, 100)
        return date(year, month, monthrange(year, month)[1])

    def previous(self) -> Self:
        return self.from_ordinal(self.ordinal - 1)

    def same_last_year(self) -> Self:
        return self.from_ordinal(self.ordinal - self.in_a_year)

    def ending(self, periods: int = 7) -> tuple[Self, ...]:
        """So many consecutive periods, oldest first, of which this one is the last."""
        if periods < 1:
            raise ValueError(f"a table has at least one period, not {periods}")
        return tuple(self.from_ordinal(self.ordinal - back) for back in reversed(range(periods)))

    @classmethod
    def since(cls, first_month: int | None, *, today: date, at_least: int) -> tuple[Self, ...]:
        """What a list offers, newest first: from the one that is not over yet back to that of the month.

        `at_least` so many, also where no month is known (None) or it is not long ago.
        """
        current = cls.of(today)
        back = current.ordinal - cls.of(first_day_of(first_month)).ordinal + 1 if first_month else 0
        return current.ending(max(back, at_least))[::-1]


@dataclass(frozen=True, order=True)
class Month(_Period):
    """A calendar month; raises UnknownPeriod when there is no such month."""

    year: int
    number: int

    in_a_year: ClassVar[int] = 12

    def __post_init__(self) -> None:
        if not (MINYEAR <= self.year <= MAXYEAR and 1 <= self.number <= 12):
            raise UnknownPeriod(f"There is no month {self.number} of {self.year}")

    def __str__(self) -> str:
        """> Dec 2016"""
        return f"{MONTH_NAMES[self.number - 1][:3]} {self.year}"

    @property
    def key(self) -> str:
        """> 2016-12"""
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_month(self) -> int:
        return self.year * 100 + self.number

    @property
    def last_month(self) -> int:
        return self.first_month

    @property
    def ordinal(self) -> int:
        """In SQL, on the stored month m: (m / 100) * 12 + m % 100 - 1, in whole numbers."""
        return self.year * 12 + self.number - 1

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Self:
        return cls(ordinal // 12, ordinal % 12 + 1)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(*divmod(month_number(day), 100))


@dataclass(frozen=True, order=True)
class Quarter(_Period):
    """A quarter of the reporting year that starts on 1 April of `starting_year`; Q4 is the next January on.

    Raises UnknownPeriod when there is no such quarter.
    """

    starting_year: int
    number: int

    in_a_year: ClassVar[int] = 4

    def __post_init__(self) -> None:
        if not (MINYEAR <= self.starting_year < MAXYEAR and 1 <= self.number <= 4):
            raise UnknownPeriod(
                f"There is no quarter {self.number} of the year from April {self.starting_year}"
            )

    def __str__(self) -> str:
        """> Q3 2016-17"""
        return f"Q{self.number} {self.reporting_year}"

    @property
    def key(self) -> str:
        """> 2016-17-Q3"""
        return f"{self.reporting_year}-Q{self.number}"

    @property
    def reporting_year(self) -> str:
        """> 2016-17, or > 1999-00"""
        return f"{self.starting_year:04}-{(self.starting_year + 1) % 100:02}"

    @property
    def first_month(self) -> int:
        return Month.from_ordinal(self.ordinal * 3 + 3).first_month

    @property
    def last_month(self) -> int:
        return Month.from_ordinal(self.ordinal * 3 + 5).first_month

    @property
    def ordinal(self) -> int:
        """In SQL, on the stored month m: ((m / 100) * 12 + m % 100 - 4) / 3, in whole numbers."""
        return self.starting_year * 4 + self.number - 1

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Self:
        return cls(ordinal // 4, ordinal % 4 + 1)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls.from_ordinal((Month.of(day).ordinal - 3) // 3)


@dataclass(frozen=True, order=True)
class Year(_Period):
    """The reporting year that starts on 1 April of `starting_year`.

    Raises UnknownPeriod when there is no such year.
    """

    starting_year: int

    in_a_year: ClassVar[int] = 1

    def __post_init__(self) -> None:
        if not MINYEAR <= self.starting_year < MAXYEAR:
            raise UnknownPeriod(f"There is no reporting year from April {self.starting_year}")

    def __str__(self) -> str:
        """> 2016-17, or > 1999-00"""
        return Quarter(self.starting_year, 1).reporting_year

    @property
    def key(self) -> str:
        """> 2016-17-Y, because 2011-12 is also a month"""
        return f"{self}-Y"

    @property
    def first_month(self) -> int:
        return self.starting_year * 100 + 4

    @property
    def last_month(self) -> int:
        return (self.starting_year + 1) * 100 + 3

    @property
    def ordinal(self) -> int:
        return self.starting_year

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Self:
        return cls(ordinal)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(Quarter.of(day).starting_year)


Period = Month | Quarter
"""What audits are counted by."""

ReportingPeriod = Month | Quarter | Year
"""What the value of a measure may be about."""

_QUARTER = r"Q(?P<number>[1-4])"
_REPORTING_YEAR = r"(?P<year>[0-9]{4})[-/](?P<next>[0-9]{2})"
_YEAR = re.compile(rf"(?:year )?{_REPORTING_YEAR}(?:-y)?", re.IGNORECASE)
_QUARTERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (rf"{_REPORTING_YEAR}[- ]{_QUARTER}", rf"{_QUARTER} {_REPORTING_YEAR}")
)
_NUMBERED_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})")
_NAMED_MONTH = re.compile(r"(?P<name>[a-z]{3,}) (?P<year>[0-9]{4})", re.IGNORECASE)


def parse_period(text: str) -> Period:
    """A quarter or month as people write it: 2016-17-Q3, Q3 2016/17, 2016-12, Dec 2016, any case.

    Raises UnknownPeriod, also for a reporting year whose two halves do not follow (2016-18-Q3).
    """
    words = " ".join(text.split())
    period = _quarter(words) or _month(words)
    if period is None:
        raise UnknownPeriod(
            f"“{words[:60]}” is not a period: write a quarter as Q3 2016-17 or a month as Dec 2016"
        )
    return period


def parse_reporting_period(text: str) -> ReportingPeriod:
    """A quarter, a month or a reporting year as people write it: also Year 2016-17, 2016-17 or 2016/17.

    2011-12 is December, as a month writes itself; Year 2011-12 or 2011/12 is the year. Raises
    UnknownPeriod, also for a reporting year whose two halves do not follow (2016-18).
    """
    words = " ".join(text.split())
    try:
        return parse_period(words)
    except UnknownPeriod:
        found = _YEAR.fullmatch(words)
        if found and _halves_follow(found):
            return Year(int(found["year"]))
    raise UnknownPeriod(
        f"“{words[:60]}” is not a period: write a month as Dec 2016, a quarter as Q3 2016-17 or a"
        " reporting year as 2016-17"
    )


def year_of(period: ReportingPeriod) -> Year:
    """The reporting year that a period lies in."""
    return Year.of(period.first_day)


def _halves_follow(found: re.Match[str]) -> bool:
    return (int(found["year"]) + 1) % 100 == int(found["next"])


def _quarter(words: str) -> Quarter | None:
    for pattern in _QUARTERS:
        found = pattern.fullmatch(words)
        if found and _halves_follow(found):
            return Quarter(int(found["year"]), int(found["number"]))
    return None


def _month(words: str) -> Month | None:
    if found := _NUMBERED_MONTH.fullmatch(words):
        number = int(found["number"])
        return Month(int(found["year"]), number) if 1 <= number <= 12 else None
    if found := _NAMED_MONTH.fullmatch(words):
        for number, name in enumerate(MONTH_NAMES, start=1):
            if name.lower().startswith(found["name"].lower()):
                return Month(int(found["year"]), number)
    return None


def month_number(day: date) -> int:
    """> 201612, as stored with an audit. Refuses an instant, whose date depends on the place."""
    if isinstance(day, datetime):
        raise TypeError("an instant has no date until london_date gives it one")
    return day.year * 100 + day.month


def first_day_of(month: int) -> date:
    """> 2016-12-01, of a month as stored with an audit: 201612"""
    return date(month // 100, month % 100, 1)


def london_time(instant: datetime) -> datetime:
    """The same instant by the clocks of London. Raises ValueError for a time without a zone."""
    if instant.utcoffset() is None:
        raise ValueError("a time without a zone is not an instant")
    return instant.astimezone(LONDON)


def london_date(instant: datetime) -> date:
    """The date in London: 2026-03-31 23:30 UTC is already 1 April. Raises ValueError without a zone."""
    return london_time(instant).date()
