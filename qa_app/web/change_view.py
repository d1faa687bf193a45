"""What changed of a publication, as pages list it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.periods import parse_reporting_period
from qa_app.domain.revisions import Cause, CauseKind, Change, reasons
from qa_app.domain.roles import Permission
from qa_app.models import Person

MOST_SHOWN = 200
MOST_AUDITS = 20
"""Named one by one; of more, the others are counted."""

NAMES = {"value": "Figure", "counted": "Counted", "status": "Status"}
NOT_THERE = "not there"


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class ChangeView:
    title: str
    parts: tuple[tuple[str, str, str], ...]
    """> ("Figure", "67%", "70%")"""
    reasons: tuple[str, ...]
    audits: tuple[Link, ...]
    """For those who may read them: > A-00012, moderated"""


@dataclass(frozen=True)
class ChangesView:
    changes: tuple[ChangeView, ...]
    left_out: int
    """How many more there are than a page shows."""


def changes_view(changes: Iterable[Change], *, reader: Person) -> ChangesView:
    """Audits are named only to those who may read every audit that the figures count."""
    every = list(changes)
    reads = Permission.READ_AUDIT in reader.permissions and reader.scope.case_areas is None
    shown = tuple(_change(change, reads=reads) for change in every[:MOST_SHOWN])
    return ChangesView(shown, left_out=len(every) - len(shown))


def _change(change: Change, *, reads: bool) -> ChangeView:
    audits = [cause for cause in change.causes if cause.audit_id is not None] if reads else []
    return ChangeView(
        title=change.title,
        parts=tuple(
            (_name(part.what), part.before or NOT_THERE, part.after or NOT_THERE) for part in change.parts
        ),
        reasons=tuple(reasons(change.causes)),
        audits=tuple(_link(cause) for cause in audits[:MOST_AUDITS]),
    )


def _link(cause: Cause) -> Link:
    verb = cause.kind.verb if cause.kind is not CauseKind.OTHER else ""
    return Link(f"{cause.words}, {verb}", url_for("audits.show", audit_id=cause.audit_id))


def _name(what: str) -> str:
    """> Direction since Q2 2016-17"""
    if what in NAMES:
        return NAMES[what]
    words, _, last = what.rpartition(" ")
    try:
        return f"{words[:1].upper()}{words[1:]} {parse_reporting_period(last)}"
    except UnknownPeriod:
        return f"{what[:1].upper()}{what[1:]}"
