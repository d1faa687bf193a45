"""The trail as it is read: newest first, each entry with the name of what it is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, select
from sqlalchemy.orm import Session, aliased

from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    FeedToken,
    ImportBatch,
    Measure,
    Person,
    Publication,
    Scorecard,
    TrailEntry,
)
from qa_app.queries.people import named_like

ON_A_PAGE = 50
READ_AT_ONCE = 1_000


class Entries(StrEnum):
    """Looks at case text are many, so that changes are read without them."""

    CHANGES = "changes"
    LOOKS = "looks"
    ALL = "all"


@dataclass(frozen=True)
class TrailChoice:
    """Which entries to read; empty values leave none out."""

    person: str = ""
    """Part of a name or of an e-mail address."""
    action: str = ""
    reference: str = ""
    """A whole audit reference."""
    since: datetime | None = None
    before: datetime | None = None
    entries: Entries = Entries.CHANGES


@dataclass(frozen=True)
class TrailRow:
    """One thing that one person did, or None a command on the server itself."""

    happened_at: datetime
    person: str | None
    action: str
    subject: str
    name: str | None
    """The audit's reference, or the name of the person, measure, tool or whatever else it is about."""
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    address: str = ""
    """The network address it was done from; empty on the server itself, or where it was erased."""
    is_about_oneself: bool = False


@dataclass(frozen=True)
class TrailPage:
    rows: Sequence[TrailRow]
    has_more: bool


_TOOL = (
    select(AuditTool.name)
    .join(AuditToolVersion, AuditToolVersion.tool_id == AuditTool.id)
    .where(AuditToolVersion.id == TrailEntry.subject_id)
)
_NAMED: tuple[tuple[ColumnElement[bool], ColumnElement[Any]], ...] = tuple(
    (TrailEntry.subject == subject, name.correlate(TrailEntry).scalar_subquery())
    for subject, name in (
        ("measure", select(Measure.name).where(Measure.id == TrailEntry.subject_id)),
        ("scorecard", select(Scorecard.title).where(Scorecard.id == TrailEntry.subject_id)),
        ("publication", select(Publication.title).where(Publication.id == TrailEntry.subject_id)),
        ("audit tool version", _TOOL),
        ("import", select(ImportBatch.file_name).where(ImportBatch.id == TrailEntry.subject_id)),
        ("feed token", select(FeedToken.name).where(FeedToken.id == TrailEntry.subject_id)),
    )
)
"""What an entry is about, by the word that it has for that."""


def trail_page(session: Session, choice: TrailChoice, *, page: int = 1) -> TrailPage:
    """Newest first; pages are counted from 1."""
    statement = _entries(choice).offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)
    rows = [_row(row) for row in session.execute(statement)]
    return TrailPage(rows[:ON_A_PAGE], has_more=len(rows) > ON_A_PAGE)


def whole_trail(session: Session, choice: TrailChoice) -> Iterator[TrailRow]:
    """The same without pages, read a thousand at a time: years of it need little memory."""
    for row in session.execute(_entries(choice).execution_options(yield_per=READ_AT_ONCE)):
        yield _row(row)


def trail_actions(session: Session) -> Sequence[str]:
    """What has been done at least once, in alphabetical order."""
    return session.scalars(select(TrailEntry.action).distinct().order_by(TrailEntry.action)).all()


def _entries(choice: TrailChoice) -> Select[*tuple[Any, ...]]:
    named = aliased(Person)
    about_audit = and_(TrailEntry.subject == "audit", TrailEntry.subject_id == Audit.id)
    about_person = and_(TrailEntry.subject == "person", TrailEntry.subject_id == named.id)
    return (
        select(
            TrailEntry.happened_at,
            Person.name.label("person"),
            TrailEntry.action,
            TrailEntry.subject,
            case(
                (TrailEntry.subject == "audit", Audit.reference),
                (TrailEntry.subject == "person", named.name),
                *_NAMED,
            ).label("name"),
            TrailEntry.before,
            TrailEntry.after,
            TrailEntry.address,
            (named.id == TrailEntry.person_id).label("is_about_oneself"),
        )
        .outerjoin(Person, Person.id == TrailEntry.person_id)
        .outerjoin(Audit, about_audit)
        .outerjoin(named, about_person)
        .where(*_chosen(choice))
        .order_by(TrailEntry.happened_at.desc(), TrailEntry.id.desc())
    )


def _chosen(choice: TrailChoice) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if text := choice.person.strip():
        conditions.append(TrailEntry.person_id.in_(select(Person.id).where(named_like(text))))
    if choice.action:
        conditions.append(TrailEntry.action == choice.action)
    if reference := choice.reference.strip():
        audit = select(Audit.id).where(Audit.reference == reference)
        conditions += [TrailEntry.subject == "audit", TrailEntry.subject_id.in_(audit)]
    if choice.entries is not Entries.ALL:
        conditions.append(TrailEntry.is_look.is_(choice.entries is Entries.LOOKS))
    if choice.since is not None:
        conditions.append(TrailEntry.happened_at >= choice.since)
    if choice.before is not None:
        conditions.append(TrailEntry.happened_at < choice.before)
    return conditions


def _row(row: Row[Any]) -> TrailRow:
    return TrailRow(
        happened_at=row.happened_at,
        person=row.person,
        action=row.action,
        subject=row.subject,
        name=row.name,
        before=row.before or {},
        after=row.after or {},
        address=row.address or "",
        is_about_oneself=bool(row.is_about_oneself),
    )
