"""Which looks the address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa_app.queries.looks import LookChoice
from qa_app.web.asked_days import asked_days
from qa_app.web.asked_words import asked_words
from qa_app.web.paging import page_number

NAMES = ("reference", "person", "from", "to")


@dataclass(frozen=True)
class Asked:
    """The choice, what was typed for it, and a sentence for each value that makes no sense."""

    choice: LookChoice
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    page: int = 1


def asked(args: Mapping[str, str]) -> Asked:
    typed = {name: asked_words(args, name) for name in NAMES}
    days = asked_days(typed)
    choice = LookChoice(
        reference=typed["reference"], person=typed["person"], since=days.since, before=days.before
    )
    return Asked(choice, typed, days.problems, page=page_number(args))
