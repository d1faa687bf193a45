"""What somebody leaves to others, and who can see to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from qa_app.domain.roles import Permission
from qa_app.models import Person
from qa_app.queries.open_work import OpenWork


@dataclass(frozen=True)
class Line:
    """`href` is where it is handed on, for who may."""

    text: str
    href: str


@dataclass(frozen=True)
class WorkList:
    heading: str
    lines: tuple[Line, ...]


def open_work_lists(work: OpenWork, *, by: Person) -> tuple[WorkList, ...]:
    """Only of what there is. An administrator reads references, and nothing of a case."""
    lists = (
        WorkList("Audits given to them", tuple(_audits(work, by))),
        WorkList("Audits they moderate", tuple(_moderations(work, by))),
        WorkList("Measures they are responsible for", tuple(_measures(work, by))),
    )
    return tuple(each for each in lists if each.lines)


def _audits(work: OpenWork, by: Person) -> Iterator[Line]:
    may = Permission.ALLOCATE_AUDIT in by.permissions
    for audit in work.audits:
        href = url_for("audits.reassign", audit_id=audit.id) if may else ""
        yield Line(f"{audit.reference}, {audit.status.label.lower()}", href)


def _moderations(work: OpenWork, by: Person) -> Iterator[Line]:
    href = url_for("moderation.index") if Permission.SET_MODERATION in by.permissions else ""
    for audit in work.moderations:
        yield Line(audit.reference, href)


def _measures(work: OpenWork, by: Person) -> Iterator[Line]:
    may = Permission.MANAGE_MEASURES in by.permissions
    for measure in work.measures:
        yield Line(measure.name, url_for("measures.change", measure_id=measure.id) if may else "")
