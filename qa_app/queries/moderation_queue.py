"""Audits that await moderation, and those being moderated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.audit_details import is_same_person
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AuditStatus
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    Moderation,
    Person,
    ServiceArea,
    Stream,
    Team,
    TrailEntry,
)
from qa_app.queries.scopes import readable


@dataclass(frozen=True)
class WaitingAudit:
    """An audit that nobody has taken yet; no grade is among what is said of it."""

    id: int
    reference: str
    audit_date: date
    auditor: str
    service_area: str
    team: str | None
    stream: str
    tool: str
    chosen_because: ChosenBecause | None
    waiting_since: datetime
    """When it was submitted, or moderation was last asked for."""


@dataclass(frozen=True)
class AuditInModeration:
    """An audit that a moderator has before them."""

    moderation_id: int
    reference: str
    moderator_id: int
    moderator: str
    auditor: str
    service_area: str
    stream: str
    tool: str
    started_at: datetime


def waiting_audits(session: Session, *, person: Person, scope: Scope) -> Sequence[WaitingAudit]:
    """The queue, whoever has waited longest at the top, without this person's own audits and own work."""
    since = _waiting_since()
    statement = _described(
        Audit.id,
        Audit.reference,
        Audit.audit_date,
        Person.name.label("auditor"),
        ServiceArea.name.label("service_area"),
        Team.name.label("team"),
        Stream.name.label("stream"),
        AuditTool.name.label("tool"),
        Audit.chosen_because,
        since.label("waiting_since"),
        Audit.worker_name,
    )
    statement = (
        statement.outerjoin(Team, Team.id == Audit.team_id)
        .where(Audit.status == AuditStatus.SUBMITTED, *_of_others(person, scope))
        .order_by(since, Audit.id)
    )
    rows = [dict(row) for row in session.execute(statement).mappings()]
    return [WaitingAudit(**row) for row in rows if not is_same_person(row.pop("worker_name"), person.name)]


def audits_in_moderation(session: Session, *, person: Person, scope: Scope) -> Sequence[AuditInModeration]:
    """Every audit that somebody is moderating, begun first at the top, without this person's own audits."""
    moderator = aliased(Person)
    statement = _described(
        Moderation.id.label("moderation_id"),
        Audit.reference,
        Moderation.moderator_id,
        moderator.name.label("moderator"),
        Person.name.label("auditor"),
        ServiceArea.name.label("service_area"),
        Stream.name.label("stream"),
        AuditTool.name.label("tool"),
        Moderation.started_at,
    )
    statement = (
        statement.join(Moderation, Moderation.audit_id == Audit.id)
        .join(moderator, moderator.id == Moderation.moderator_id)
        .where(
            Moderation.finished_at.is_(None),
            Moderation.given_back_at.is_(None),
            Audit.status == AuditStatus.IN_MODERATION,
            *_of_others(person, scope),
        )
        .order_by(Moderation.started_at, Moderation.id)
    )
    return [AuditInModeration(**row) for row in session.execute(statement).mappings()]


def _described(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Audit)
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .join(Person, Person.id == Audit.auditor_id)
    )


def _of_others(person: Person, scope: Scope) -> list[ColumnElement[bool]]:
    return [*readable(scope), Audit.auditor_id != person.id]


def _waiting_since() -> ColumnElement[datetime]:
    """A final audit that is to be moderated after all has not waited since it was submitted."""
    asked = (
        select(func.max(TrailEntry.happened_at))
        .where(
            TrailEntry.subject == "audit",
            TrailEntry.subject_id == Audit.id,
            TrailEntry.action == "asked for moderation",
        )
        .correlate(Audit)
        .scalar_subquery()
    )
    submitted = func.coalesce(Audit.submitted_at, Audit.created_at)
    return case((asked > submitted, asked), else_=submitted)
