"""Who looked at which audit, and when: from the trail, newest first, and never what they read."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from qa_app.models import Audit, Person, TrailEntry
from qa_app.queries.people import named_like

ON_A_PAGE = 50
READ_AT_ONCE = 1_000


@dataclass(frozen=True)
class LookChoice:
    """Which looks; empty values leave none out."""

    reference: str = ""
    """Of one audit, whole."""
    person: str = ""
    """Part of a name or of an e-mail address."""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class LookRow:
    """One look of one person, at one audit or at several in a list."""

    happened_at: datetime
    person: str
    action: str
    audits: Sequence[str]
    """Their references; none where it was at something else, such as a file that is brought in."""
    subject: str
    address: str


@dataclass(frozen=True)
class LookPage:
    rows: Sequence[LookRow]
    has_more: bool


def looks_page(session: Session, choice: LookChoice, *, page: int = 1) -> LookPage:
    """Pages are counted from 1."""
    statement = _looks(choice).offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)
    rows = [_row(row) for row in session.execute(statement)]
    return LookPage(rows[:ON_A_PAGE], has_more=len(rows) > ON_A_PAGE)


def all_looks(session: Session, choice: LookChoice) -> Iterator[LookRow]:
    """The same without pages, read a thousand at a time."""
    for row in session.execute(_looks(choice).execution_options(yield_per=READ_AT_ONCE)):
        yield _row(row)


def _looks(choice: LookChoice) -> Select[*tuple[Any, ...]]:
    return (
        select(
            TrailEntry.happened_at,
            Person.name.label("person"),
            TrailEntry.action,
            TrailEntry.subject,
            Audit.reference,
            TrailEntry.after,
            TrailEntry.address,
        )
        .join(Person, Person.id == TrailEntry.person_id)
        .outerjoin(Audit, and_(TrailEntry.subject == "audit", TrailEntry.subject_id == Audit.id))
        .where(TrailEntry.is_look, *_chosen(choice))
        .order_by(TrailEntry.happened_at.desc(), TrailEntry.id.desc())
    )


def _chosen(choice: LookChoice) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if reference := choice.reference.strip():
        audit = select(Audit.id).where(Audit.reference == reference)
        alone = and_(TrailEntry.subject == "audit", TrailEntry.subject_id.in_(audit))
        listed = cast(TrailEntry.after, String).contains(json.dumps(reference), autoescape=True)
        conditions.append(or_(alone, and_(TrailEntry.subject == "audits", listed)))
    if text := choice.person.strip():
        conditions.append(named_like(text))
    if choice.since is not None:
        conditions.append(TrailEntry.happened_at >= choice.since)
    if choice.before is not None:
        conditions.append(TrailEntry.happened_at < choice.before)
    return conditions


def _row(row: Row[Any]) -> LookRow:
    listed = (row.after or {}).get("audits", [])
    return LookRow(
        happened_at=row.happened_at,
        person=row.person,
        action=row.action,
        audits=[row.reference] if row.reference else listed,
        subject=row.subject,
        address=row.address or "",
    )
