"""Service areas, teams and streams, for those who set them up; nothing here is about a case."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models import Audit, ServiceArea, Stream, Team

Part = ServiceArea | Team | Stream


@dataclass(frozen=True)
class PartRow:
    """One service area, team or stream, in use or not."""

    id: int
    name: str
    active: bool
    audits: int
    """In whatever state."""
    teams: int = 0
    """In use, of a service area."""


def all_areas(session: Session) -> Sequence[PartRow]:
    """Those in use first, then by name."""
    audits = select(func.count(Audit.id)).where(Audit.service_area_id == ServiceArea.id).scalar_subquery()
    teams = (
        select(func.count(Team.id))
        .where(Team.service_area_id == ServiceArea.id, Team.active)
        .scalar_subquery()
    )
    statement = select(
        ServiceArea.id, ServiceArea.name, ServiceArea.active, audits.label("audits"), teams.label("teams")
    ).order_by(ServiceArea.active.desc(), func.lower(ServiceArea.name), ServiceArea.id)
    return [PartRow(**row) for row in session.execute(statement).mappings()]


def teams_of(session: Session, area: ServiceArea) -> Sequence[PartRow]:
    """Those in use first, then by name."""
    audits = select(func.count(Audit.id)).where(Audit.team_id == Team.id).scalar_subquery()
    statement = (
        select(Team.id, Team.name, Team.active, audits.label("audits"))
        .where(Team.service_area_id == area.id)
        .order_by(Team.active.desc(), func.lower(Team.name), Team.id)
    )
    return [PartRow(**row) for row in session.execute(statement).mappings()]


def all_streams(session: Session) -> Sequence[PartRow]:
    """Those in use first, then by name."""
    audits = select(func.count(Audit.id)).where(Audit.stream_id == Stream.id).scalar_subquery()
    statement = select(Stream.id, Stream.name, Stream.active, audits.label("audits")).order_by(
        Stream.active.desc(), func.lower(Stream.name), Stream.id
    )
    return [PartRow(**row) for row in session.execute(statement).mappings()]


def find_area(session: Session, area_id: int) -> ServiceArea:
    """Raises NoResultFound."""
    return session.scalars(select(ServiceArea).where(ServiceArea.id == area_id)).one()


def find_team(session: Session, team_id: int) -> Team:
    """Raises NoResultFound."""
    return session.scalars(select(Team).where(Team.id == team_id)).one()


def find_stream(session: Session, stream_id: int) -> Stream:
    """Raises NoResultFound."""
    return session.scalars(select(Stream).where(Stream.id == stream_id)).one()


def namesakes(session: Session, part: Part) -> Sequence[Part]:
    """What the part must be told apart from: the other areas, streams, or teams of its own area."""
    match part:
        case Team():
            beside = select(Team).where(Team.service_area_id == part.service_area.id).order_by(Team.id)
            return [other for other in session.scalars(beside) if other is not part]
        case ServiceArea():
            areas = session.scalars(select(ServiceArea).order_by(ServiceArea.id))
            return [other for other in areas if other is not part]
        case Stream():
            streams = session.scalars(select(Stream).order_by(Stream.id))
            return [other for other in streams if other is not part]
