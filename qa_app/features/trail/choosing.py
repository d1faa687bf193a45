"""Which part of the trail the address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa_app.queries.trail import Entries, TrailChoice
from qa_app.web.asked_days import asked_days
from qa_app.web.asked_words import asked_words
from qa_app.web.paging import page_number

NAMES = ("person", "action", "reference", "from", "to", "entries")


@dataclass(frozen=True)
class Asked:
    """The choice, what was typed for it, and a sentence for each value that makes no sense."""

    choice: TrailChoice
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    page: int = 1


def asked(args: Mapping[str, str]) -> Asked:
    """The days from and to are whole days in London, both included."""
    typed = {name: asked_words(args, name) for name in NAMES}
    days = asked_days(typed)
    choice = TrailChoice(
        person=typed["person"],
        action=typed["action"],
        reference=typed["reference"],
        since=days.since,
        before=days.before,
        entries=Entries(typed["entries"]) if typed["entries"] in set(Entries) else Entries.CHANGES,
    )
    return Asked(choice, typed, days.problems, page=page_number(args))
