"""Audits, as lists and one by one, within what a person may find."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AWAITING_MODERATION, EDITABLE, AuditStatus
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    GradingScaleRow,
    Person,
    ServiceArea,
    Stream,
    Team,
)
from qa_app.queries.answered import Answered, has_answered, how_many_answers, the_answer
from qa_app.queries.scopes import countable, readable

PAGE = 50


def find_audit(session: Session, audit_id: int, *, scope: Scope) -> Audit:
    """Raises NoResultFound, which the web shows as 404, for an audit outside the scope."""
    statement = (
        select(Audit)
        .where(Audit.id == audit_id, *readable(scope))
        .options(
            joinedload(Audit.service_area),
            joinedload(Audit.stream),
            joinedload(Audit.team),
            joinedload(Audit.auditor),
            joinedload(Audit.tool_version).joinedload(AuditToolVersion.tool),
        )
    )
    return session.scalars(statement).one()


def find_own_audit(session: Session, audit_id: int, *, auditor_id: int) -> Audit:
    """The row alone, for its auditor to fill in. Raises NoResultFound for anybody else's."""
    return session.scalars(select(Audit).where(Audit.id == audit_id, Audit.auditor_id == auditor_id)).one()


@dataclass(frozen=True)
class AuditRow:
    """One audit in a list.

    `value` is its answer, where the list is about one question, and `answers` how many of its answers are
    among those wanted, where it is about several.
    """

    id: int
    reference: str
    case_reference: str
    status: AuditStatus
    audit_date: date
    due_on: date | None
    submitted_at: datetime | None
    returned_because: str
    text_erased_at: datetime | None
    service_area: str
    team: str | None
    stream: str
    tool: str
    auditor: str
    value: int | None = None
    answers: int | None = None
    labels: Sequence[str] = ()

    def is_overdue(self, today: date) -> bool:
        return self.status in EDITABLE and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class AuditFilter:
    """Which audits to list: numbers are those of rows, months integers such as 201612."""

    statuses: frozenset[AuditStatus] | None = None
    auditor_id: int | None = None
    area_id: int | None = None
    team_id: int | None = None
    stream_id: int | None = None
    tool: str | None = None
    scale: str | None = None
    first_month: int | None = None
    last_month: int | None = None
    answered: Answered | None = None
    counted: bool = False
    """Only audits that the reader's tables count; of one's own, some may lie outside their areas."""
    moderated: bool = False
    overdue_on: date | None = None
    """Unfinished and due before this day."""
    text: str = ""
    """Part of a reference or of a case reference."""


@dataclass(frozen=True)
class AuditPage:
    rows: Sequence[AuditRow]
    total: int
    number: int
    pages: int = field(default=1)
    answers: int | None = None
    """How many answers the audits wanted have together, where the list is about several questions."""


def list_audits(session: Session, wanted: AuditFilter, *, scope: Scope, page: int = 1) -> AuditPage:
    """The audits wanted, newest audit date first, fifty to a page."""
    conditions = _conditions(wanted, scope)
    total = session.scalar(_from(select(func.count())).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    statement = (
        _rows(wanted)
        .where(*conditions)
        .order_by(Audit.audit_date.desc(), Audit.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    answers = None
    if wanted.answered and not wanted.answered.is_about_one:
        summed = func.coalesce(func.sum(how_many_answers(wanted.answered)), 0)
        answers = int(session.scalar(_from(select(summed)).where(*conditions)) or 0)
    return AuditPage(_as_rows(session, statement), total, number, pages, answers)


@dataclass(frozen=True)
class Programme:
    """Where the whole programme stands."""

    unfinished: int
    overdue: int
    awaiting: int


def programme(session: Session, *, today: date) -> Programme:
    unfinished = Audit.status.in_(sorted(EDITABLE))
    counts = session.execute(
        select(
            func.count().filter(unfinished).label("unfinished"),
            func.count().filter(unfinished, Audit.due_on < today).label("overdue"),
            func.count().filter(Audit.status.in_(sorted(AWAITING_MODERATION))).label("awaiting"),
        ).select_from(Audit)
    ).one()
    return Programme(*counts)


def matching_audits(wanted: AuditFilter, *, scope: Scope) -> Select[int]:
    """The row numbers of the audits wanted, as part of another statement."""
    statement: Select[int] = _from(select(Audit.id))
    return statement.where(*_conditions(wanted, scope))


def _from(statement: Select) -> Select:  # type: ignore[type-arg]  # of any columns
    return (
        statement.select_from(Audit)
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(GradingScaleRow, GradingScaleRow.id == AuditToolVersion.scale_id)
    )


def _rows(wanted: AuditFilter) -> Select:  # type: ignore[type-arg]
    columns: list[Any] = [
        Audit.id,
        Audit.reference,
        Audit.case_reference,
        Audit.status,
        Audit.audit_date,
        Audit.due_on,
        Audit.submitted_at,
        Audit.returned_because,
        Audit.text_erased_at,
        ServiceArea.name.label("service_area"),
        Team.name.label("team"),
        Stream.name.label("stream"),
        AuditTool.name.label("tool"),
        Person.name.label("auditor"),
    ]
    if wanted.answered and wanted.answered.is_about_one:
        columns += [the_answer(wanted.answered).label("value"), GradingScaleRow.labels]
    elif wanted.answered:
        columns.append(how_many_answers(wanted.answered).label("answers"))
    return (
        _from(select(*columns))
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .join(Person, Person.id == Audit.auditor_id)
        .outerjoin(Team, Team.id == Audit.team_id)
    )


def _as_rows(session: Session, statement: Select) -> Sequence[AuditRow]:  # type: ignore[type-arg]
    return [AuditRow(**row) for row in session.execute(statement).mappings()]


def _conditions(wanted: AuditFilter, scope: Scope) -> list[ColumnElement[bool]]:
    conditions = readable(scope)
    if wanted.counted:
        conditions += countable(scope)
    for column, value in (
        (Audit.auditor_id, wanted.auditor_id),
        (Audit.service_area_id, wanted.area_id),
        (Audit.team_id, wanted.team_id),
        (Audit.stream_id, wanted.stream_id),
        (AuditTool.code, wanted.tool),
        (GradingScaleRow.code, wanted.scale),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.statuses is not None:
        conditions.append(Audit.status.in_(sorted(wanted.statuses)))
    if wanted.first_month is not None:
        conditions.append(Audit.month >= wanted.first_month)
    if wanted.last_month is not None:
        conditions.append(Audit.month <= wanted.last_month)
    if wanted.moderated:
        conditions.append(Audit.moderated_at.is_not(None))
    if wanted.overdue_on is not None:
        conditions += [Audit.status.in_(sorted(EDITABLE)), Audit.due_on < wanted.overdue_on]
    if wanted.text:
        either = Audit.reference.icontains(wanted.text, autoescape=True)
        conditions.append(either | Audit.case_reference.icontains(wanted.text, autoescape=True))
    if wanted.answered:
        conditions.append(has_answered(wanted.answered))
    return conditions
