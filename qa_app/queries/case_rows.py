"""Every row about a case as it is kept, with the words for what its numbers stand for beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Table, select
from sqlalchemy.orm import Session, aliased

from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    Base,
    Judgement,
    Moderation,
    Person,
    Purge,
    Question,
    Revision,
    ServiceArea,
    Stream,
    Team,
    TrailEntry,
)

AT_ONCE = 500
"""SQLite before 3.32 takes no more than 999 values in a statement."""


@dataclass(frozen=True)
class CaseTable:
    """`name` is that of its file, > answers; the columns are those of the database, then what they mean."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def case_tables(session: Session, audits: Sequence[int], entries: Sequence[int]) -> list[CaseTable]:
    """Of these audits, and of these entries of the trail besides those about the audits."""
    return [
        _gathered(session, "audits", "Audits of the case", _audits, audits),
        _gathered(session, "answers", "What the auditor answered, question by question", _answers, audits),
        _gathered(session, "moderations", "Moderations of these audits", _moderations, audits),
        _gathered(session, "revisions", "Judgements that moderators revised, and why", _revisions, audits),
        _trail(session, audits, entries),
        _purges(session, audits),
    ]


def rows_as_kept(name: str, title: str, kept: Sequence[Base], model: type[Base]) -> CaseTable:
    """Rows that were read already, column by column."""
    columns = [column.key for column in model.__table__.columns]
    return CaseTable(name, title, columns, [[getattr(row, key) for key in columns] for row in kept])


def _audits(some: Sequence[int]) -> Select[Any]:
    auditor, allocated_by = aliased(Person), aliased(Person)
    return (
        select(
            *_columns(Audit),
            auditor.name.label("auditor"),
            allocated_by.name.label("given out by"),
            AuditTool.name.label("tool"),
            AuditToolVersion.number.label("version of the tool"),
            Stream.name.label("stream"),
            ServiceArea.name.label("service area"),
            Team.name.label("team"),
        )
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .outerjoin(Team, Team.id == Audit.team_id)
        .join(auditor, auditor.id == Audit.auditor_id)
        .outerjoin(allocated_by, allocated_by.id == Audit.allocated_by_id)
        .where(Audit.id.in_(some))
        .order_by(Audit.id)
    )


def _answers(some: Sequence[int]) -> Select[Any]:
    return (
        select(
            *_columns(Judgement),
            Audit.reference.label("audit"),
            Question.code.label("question"),
            Question.wording.label("asked"),
        )
        .join(Question, Question.id == Judgement.question_id)
        .join(Audit, Audit.id == Judgement.audit_id)
        .where(Judgement.audit_id.in_(some))
        .order_by(Judgement.audit_id, Question.section_id, Question.position)
    )


def _moderations(some: Sequence[int]) -> Select[Any]:
    return (
        select(*_columns(Moderation), Audit.reference.label("audit"), Person.name.label("moderator"))
        .join(Person, Person.id == Moderation.moderator_id)
        .join(Audit, Audit.id == Moderation.audit_id)
        .where(Moderation.audit_id.in_(some))
        .order_by(Moderation.id)
    )


def _revisions(some: Sequence[int]) -> Select[Any]:
    return (
        select(
            *_columns(Revision),
            Audit.reference.label("audit"),
            Question.code.label("question"),
            Person.name.label("moderator"),
        )
        .join(Moderation, Moderation.id == Revision.moderation_id)
        .join(Person, Person.id == Moderation.moderator_id)
        .join(Question, Question.id == Revision.question_id)
        .join(Audit, Audit.id == Revision.audit_id)
        .where(Revision.audit_id.in_(some))
        .order_by(Revision.id)
    )


def _trail(session: Session, audits: Sequence[int], entries: Sequence[int]) -> CaseTable:
    """Without what is hashed with an entry, which says nothing of anybody."""
    columns = [column for column in _columns(TrailEntry) if column.key != "salt"]
    found: dict[int, Row[Any]] = {}
    keys: Sequence[str] = ()
    statement = select(*columns, Person.name.label("person")).outerjoin(
        Person, Person.id == TrailEntry.person_id
    )
    for some in _some_at_once([*audits, 0]):
        about = (TrailEntry.subject == "audit") & TrailEntry.subject_id.in_(some)
        rows = session.execute(statement.where(about))
        keys = list(rows.keys())
        found |= {row.id: row for row in rows}
    for some in _some_at_once(entries):
        found |= {row.id: row for row in session.execute(statement.where(TrailEntry.id.in_(some)))}
    title = "What the trail says: who did, and who looked at, what"
    return CaseTable("trail", title, keys, [tuple(found[number]) for number in sorted(found)])


def _purges(session: Session, audits: Sequence[int]) -> CaseTable:
    """Of each, only those of the audits listed that are of the case."""
    ours = set(audits)
    columns = [column.key for column in _columns(Purge)]
    rows = []
    for purge in session.scalars(select(Purge).order_by(Purge.id)):
        if listed := [pair for pair in purge.audits if pair[0] in ours]:
            kept = {key: getattr(purge, key) for key in columns} | {"audits": listed}
            rows.append([kept[key] for key in columns])
    return CaseTable("purges", "Proposals to remove the text of these audits", columns, rows)


def _gathered(session: Session, name: str, title: str, of: Any, audits: Sequence[int]) -> CaseTable:
    columns: Sequence[str] = ()
    rows: list[Sequence[Any]] = []
    for some in _some_at_once(audits or [0]):
        found = session.execute(of(some))
        columns = list(found.keys())
        rows += [tuple(row) for row in found]
    return CaseTable(name, title, columns, rows)


def _columns(model: type[Base]) -> Sequence[Any]:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # for the type checker
    return list(table.columns)


def _some_at_once(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
