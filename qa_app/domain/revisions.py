"""What differs between a publication and what would be published now, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from qa_app.domain.plurals import plural

Figures = Mapping[str, str]
"""Every figure as it was printed, by what it is and what of it: > CE03|2016-17-Q3|value → 67%"""


@dataclass(frozen=True)
class Part:
    """What of a figure is no longer printed the same; blank where it was not, or is not, printed."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedFigure:
    """`figure` is what it is: > CE03|2016-17-Q3"""

    figure: str
    parts: tuple[Part, ...]

    @property
    def is_new(self) -> bool:
        return not any(part.before for part in self.parts)

    @property
    def is_gone(self) -> bool:
        return not any(part.after for part in self.parts)

    @property
    def changed(self) -> frozenset[str]:
        """> value, status"""
        return frozenset(part.what for part in self.parts)


def changed_figures(before: Figures, after: Figures) -> tuple[ChangedFigure, ...]:
    """In the order of `after`, then those that are there no longer."""
    found: dict[str, list[Part]] = {}
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            figure, _, what = key.rpartition("|")
            found.setdefault(figure, []).append(Part(what, was, now))
    return tuple(ChangedFigure(figure, tuple(parts)) for figure, parts in found.items())


class CauseKind(StrEnum):
    """What may change a figure; an audit leads to its record, for those who may read it."""

    FINISHED = "audit finished"
    MODERATED = "audit moderated"
    RETURNED = "audit returned"
    OTHER = "other"

    @property
    def verb(self) -> str:
        """> were moderated"""
        return {
            CauseKind.FINISHED: "finished",
            CauseKind.MODERATED: "moderated",
            CauseKind.RETURNED: "returned to the auditor",
        }.get(self, "")


@dataclass(frozen=True)
class Cause:
    """Of an audit, its row number and reference; of anything else, a sentence."""

    kind: CauseKind
    words: str = ""
    audit_id: int | None = None


@dataclass(frozen=True)
class Change:
    """A changed figure with its name and why it changed, as a revision keeps it."""

    figure: str
    title: str
    parts: tuple[Part, ...]
    causes: tuple[Cause, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            kept["figure"],
            kept["title"],
            tuple(Part(**part) for part in kept["parts"]),
            tuple(Cause(**{**cause, "kind": CauseKind(cause["kind"])}) for cause in kept["causes"]),
        )


def reasons(causes: Sequence[Cause]) -> Iterator[str]:
    """> 2 audits were moderated since, then a sentence for everything else"""
    for kind in (CauseKind.FINISHED, CauseKind.MODERATED, CauseKind.RETURNED):
        if number := sum(cause.kind is kind for cause in causes):
            yield f"{plural(number, 'audit')} {'was' if number == 1 else 'were'} {kind.verb} since"
    yield from (cause.words for cause in causes if cause.kind is CauseKind.OTHER)


def changed_sentence(number: int) -> str:
    """> 3 figures have changed since publication"""
    if not number:
        return "No figure has changed since publication"
    return f"{plural(number, 'figure')} {'has' if number == 1 else 'have'} changed since publication"
