"""Dates as people type them: ISO or British, with the month as a number or a word."""

import re
from datetime import date

from qa_app.domain.errors import DomainError
from qa_app.domain.periods import MONTH_NAMES

CHILDREN_ACT = date(1989, 1, 1)
"""No audit is older than the Children Act 1989."""

_TIME_OF_DAY = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
_ISO = re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}}){_TIME_OF_DAY}")
_BRITISH = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?P<between>[/.-])(?P<month>[0-9]{{1,2}})(?P=between)"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME_OF_DAY}"
)
_NAMED = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<name>[A-Za-z]{3,9})[ -](?P<year>[0-9]{4}|[0-9]{2})")
_MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in tuple(_MONTHS.items())} | {"sept": 9}


class UnusableDate(DomainError):
    """The cell is no date, or not one on which an audit can have been done."""


def past_date(cell: str | date, *, today: date) -> date:
    """A date from 1989 to today: 2016-12-05, 5/12/2016, 5.12.16, 5 Dec 2016, or a spreadsheet's own.

    Day before month, as in Britain. Raises UnusableDate.
    """
    day = cell if isinstance(cell, date) else _read(" ".join(cell.split()), today=today)
    if day > today:
        raise UnusableDate("This date is in the future: correct it")
    if day < CHILDREN_ACT:
        raise UnusableDate("This date is before 1989: correct it")
    return day


def _read(text: str, *, today: date) -> date:
    found = _ISO.fullmatch(text) or _BRITISH.fullmatch(text) or _NAMED.fullmatch(text)
    if found is None:
        raise UnusableDate("Write the date as 05/12/2016 or 2016-12-05")
    parts = found.groupdict()
    month = int(parts["month"]) if "month" in parts else _MONTHS.get(parts["name"].lower(), 0)
    try:
        return date(_year(parts["year"], today=today), month, int(parts["day"]))
    except ValueError:
        raise UnusableDate("There is no such day: write the day, then the month, as 05/12/2016") from None


def _year(digits: str, *, today: date) -> int:
    """Of a year in two figures, the one that is not in the future."""
    if len(digits) == 4:
        return int(digits)
    century = today.year // 100 * 100
    year = century + int(digits)
    return year if year <= today.year else year - 100
