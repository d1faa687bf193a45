"""What an audit can be started with, given to, and listed by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.roles import Role
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import EDITABLE
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    GradingScaleRow,
    Person,
    PersonRole,
    Question,
    ServiceArea,
    Stream,
    Team,
    ToolStatus,
)
from qa_app.queries.audit_tools import live_versions
from qa_app.queries.scopes import readable


@dataclass(frozen=True)
class TeamChoice:
    """A team with the service area it is in."""

    id: int
    name: str
    area_id: int
    area: str


@dataclass(frozen=True)
class StartChoices:
    """Names by row number, each in the order it is offered in."""

    tools: Mapping[int, str]
    """Live versions."""
    areas: Mapping[int, str]
    streams: Mapping[int, str]
    teams: Sequence[TeamChoice]

    @property
    def lacking(self) -> list[str]:
        """What has to be set up before an audit can be started: > service area"""
        named = (
            ("live audit tool", self.tools),
            ("service area", self.areas),
            ("audit stream", self.streams),
        )
        return [name for name, choices in named if not choices]


def start_choices(session: Session) -> StartChoices:
    areas = select(ServiceArea).where(ServiceArea.active).order_by(ServiceArea.name, ServiceArea.id)
    streams = select(Stream).where(Stream.active).order_by(Stream.name, Stream.id)
    return StartChoices(
        tools={version.id: version.tool.name for version in live_versions(session)},
        areas={area.id: area.name for area in session.scalars(areas)},
        streams={stream.id: stream.name for stream in session.scalars(streams)},
        teams=_teams(session),
    )


def _teams(session: Session) -> list[TeamChoice]:
    teams = session.execute(
        select(Team.id, Team.name, Team.service_area_id.label("area_id"), ServiceArea.name.label("area"))
        .join(Team.service_area)
        .where(Team.active, ServiceArea.active)
        .order_by(ServiceArea.name, ServiceArea.id, Team.name, Team.id)
    )
    return [TeamChoice(**row) for row in teams.mappings()]


def teams_of(session: Session, area_id: int) -> Sequence[Team]:
    """The teams in use of one service area, by name."""
    return session.scalars(
        select(Team).where(Team.active, Team.service_area_id == area_id).order_by(Team.name, Team.id)
    ).all()


@dataclass(frozen=True)
class AuditorLoad:
    """An auditor who may sign in, with how many audits they have not finished."""

    id: int
    name: str
    open_audits: int
    overdue: int


def auditor_loads(session: Session, *, today: date) -> list[AuditorLoad]:
    """By name."""
    unfinished = Audit.status.in_(sorted(EDITABLE))
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            func.count(Audit.id).label("open_audits"),
            func.count(Audit.id).filter(Audit.due_on < today).label("overdue"),
        )
        .join(PersonRole, (PersonRole.person_id == Person.id) & (PersonRole.role == Role.AUDITOR))
        .outerjoin(Audit, (Audit.auditor_id == Person.id) & unfinished)
        .where(Person.may_sign_in)
        .group_by(Person.id, Person.name)
        .order_by(func.lower(Person.name), Person.id)
    )
    return [AuditorLoad(**row) for row in rows.mappings()]


def people_of(session: Session, numbers: Sequence[int]) -> Sequence[Person]:
    """The people with these row numbers, by name; unknown numbers are left out."""
    statement = select(Person).where(Person.id.in_(numbers)).order_by(func.lower(Person.name), Person.id)
    return session.scalars(statement).all()


@dataclass(frozen=True)
class ListChoices:
    """Names by what an address calls them, each in the order it is offered in."""

    areas: Mapping[int, str]
    streams: Mapping[int, str]
    teams: Mapping[int, str]
    tools: Mapping[str, str]
    auditors: Mapping[int, str]
    """Of audits within the scope."""
    questions: Mapping[str, str]
    """Judgements by code."""
    standards: Mapping[str, str]
    scales: Mapping[str, Sequence[str]]
    """Labels by code."""
    first_month: int | None
    """The month of the earliest audit within the scope, an integer such as 201504."""


def list_choices(session: Session, scope: Scope) -> ListChoices:
    """What a list of audits can be narrowed to; only areas where the reader has audits to read."""
    areas = select(ServiceArea.id, ServiceArea.name).order_by(ServiceArea.name)
    teams = select(Team.id, Team.name).order_by(Team.name, Team.id)
    if scope.case_areas is not None:
        read = scope.case_areas | set(
            session.scalars(select(Audit.service_area_id).distinct().where(*readable(scope)))
        )
        areas = areas.where(ServiceArea.id.in_(read))
        teams = teams.where(Team.service_area_id.in_(read))
    auditors = (
        select(Person.id, Person.name)
        .where(Person.id.in_(select(Audit.auditor_id).where(*readable(scope))))
        .order_by(func.lower(Person.name), Person.id)
    )
    return ListChoices(
        areas=_named(session, areas),
        streams=_named(session, select(Stream.id, Stream.name).order_by(Stream.name)),
        teams=_named(session, teams),
        tools=_named(session, select(AuditTool.code, AuditTool.name).order_by(AuditTool.name)),
        auditors=_named(session, auditors),
        questions=_named(session, _asked(QuestionKind.JUDGEMENT)),
        standards=_named(session, _asked(QuestionKind.STANDARD)),
        scales=_named(session, select(GradingScaleRow.code, GradingScaleRow.labels)),
        first_month=session.scalar(select(func.min(Audit.month)).where(*readable(scope))),
    )


def _asked(kind: QuestionKind) -> Select[str, str]:
    """Codes and names; where versions give several names, the newest comes last."""
    return (
        select(Question.code, Question.name)
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .where(Question.kind == kind, AuditToolVersion.status != ToolStatus.DRAFT)
        .order_by(AuditToolVersion.number, Question.version_id, Question.section_id, Question.position)
    )


def _named(session: Session, statement: Select[Any, Any]) -> dict[Any, Any]:
    return dict(session.execute(statement).all())
