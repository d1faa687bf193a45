"""From which day to which a list is asked for: whole days in London, both included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from qa_app.domain.periods import LONDON


@dataclass(frozen=True)
class AskedDays:
    """The instants between which it is, and a sentence for each day that makes no sense."""

    since: datetime | None
    before: datetime | None
    problems: Mapping[str, str] = field(default_factory=dict)


def asked_days(typed: Mapping[str, str]) -> AskedDays:
    """What was typed as `from` and `to`, or picked by a browser: > 2026-04-03"""
    days = {name: _day(typed[name]) for name in ("from", "to")}
    problems = {
        name: "Enter a date such as 2026-04-03" for name, day in days.items() if day is None and typed[name]
    }
    first, last = days["from"], days["to"]
    if first and last and last < first:
        problems["to"] = "The last day is before the first"
    return AskedDays(
        since=_midnight(first) if first else None,
        before=_midnight(last + timedelta(days=1)) if last else None,
        problems=problems,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # A database can hold no instant before or after these, and nothing happened then.
    return day if 1900 <= day.year <= 2200 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
