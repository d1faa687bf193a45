"""Which part of the trail the address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from qa_app.domain.errors import InvalidInput
from qa_app.domain.free_text import clean_text
from qa_app.domain.periods import LONDON
from qa_app.queries.trail import TrailChoice
from qa_app.web.paging import page_number

NAMES = ("person", "action", "reference", "from", "to")


@dataclass(frozen=True)
class Asked:
    """The choice, what was typed for it, and a sentence for each value that makes no sense."""

    choice: TrailChoice
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    page: int = 1


def asked(args: Mapping[str, str]) -> Asked:
    """The days from and to are whole days in London, both included."""
    typed = {name: _clean(args.get(name, "")) for name in NAMES}
    days = {name: _day(typed[name]) for name in ("from", "to")}
    problems = {
        name: "Enter a date such as 2026-04-03" for name, day in days.items() if day is None and typed[name]
    }
    first, last = days["from"], days["to"]
    if first and last and last < first:
        problems["to"] = "The last day is before the first"
    choice = TrailChoice(
        person=typed["person"],
        action=typed["action"],
        reference=typed["reference"],
        since=_midnight(first) if first else None,
        before=_midnight(last + timedelta(days=1)) if last else None,
    )
    return Asked(choice, typed, problems, page=page_number(args))


def _clean(text: str) -> str:
    try:
        return clean_text(text, limit=200).strip()
    except InvalidInput:
        return ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # A database can hold no instant before or after these, and nothing happened then.
    return day if 1900 <= day.year <= 2200 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
