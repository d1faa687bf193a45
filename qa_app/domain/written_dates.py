"""Days as people write them: ISO, or British with the day before the month."""

import re
from datetime import date

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.periods import MONTH_NAMES

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_BRITISH = re.compile(r"(?P<day>[0-9]{1,2})[ /.-](?P<month>[0-9]{1,2})[ /.-](?P<year>[0-9]{4})")
_NAMED = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?[ -](?P<year>[0-9]{4})")


def written_day(text: str, *, field: str, name: str) -> date:
    """The day meant by 2016-12-05, 5/12/2016, 05.12.2016, 5 12 2016 or 5 Dec 2016.

    A year has four figures: “5/12/16” could be meant in more than one way. `name` is what the sentence calls
    the day. Raises InvalidInput about `field`.
    """
    words = " ".join(text.split())
    if not words:
        raise InvalidInput([Problem(field, f"Enter {name}, for example 5 December 2016 or 5/12/2016")])
    found = _ISO.fullmatch(words) or _BRITISH.fullmatch(words) or _NAMED.fullmatch(words)
    if found is None:
        sentence = f"“{words[:40]}” is not a date: write {name} like 5 December 2016 or 5/12/2016"
        raise InvalidInput([Problem(field, sentence)])
    parts = found.groupdict()
    month = int(parts["month"]) if "month" in parts else _month(parts["name"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        sentence = f"There is no day “{words}”: write {name} with the day before the month, like 5/12/2016"
        raise InvalidInput([Problem(field, sentence)]) from None


def as_written(day: date | None) -> str:
    """> 5 December 2016, as a field shows a day that `written_day` reads back"""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" if day else ""


def _month(name: str) -> int:
    """The number of the month that begins so, or 0, which no day has."""
    found = [number for number, month in enumerate(MONTH_NAMES, 1) if month.lower().startswith(name.lower())]
    return found[0] if len(found) == 1 else 0
