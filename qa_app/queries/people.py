"""People, for those who let them in; nothing here is about a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.models import Identity, Person, PersonRole, ServiceArea, TrailEntry

ON_A_PAGE = 50


class Standing(StrEnum):
    """Whether people may sign in, and if not, why."""

    ANY = ""
    MAY_SIGN_IN = "may sign in"
    STOPPED = "stopped"
    NAME_ONLY = "known by name only"


@dataclass(frozen=True)
class PeopleChoice:
    """Whom to list; empty values leave nobody out."""

    text: str = ""
    role: Role | None = None
    standing: Standing = Standing.ANY
    unseen: int = 0
    """Only who may sign in and has not done so for this many days; 0: whenever they did."""


@dataclass(frozen=True)
class PersonRow:
    """One person, whether they may sign in or are only named in files."""

    id: int
    name: str
    email: str | None
    roles: frozenset[Role]
    areas: Sequence[str] | None
    """The names of the service areas they see; None: all of them."""
    standing: Standing
    last_signed_in: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    rows: Sequence[PersonRow]
    total: int
    """How many were chosen, on this page and all others."""


def people_page(session: Session, choice: PeopleChoice, *, page: int = 1, at: datetime) -> PeoplePage:
    """By name; pages are counted from 1."""
    chosen = _chosen(choice, at=at)
    statement = _people().where(*chosen).offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE)
    total = session.scalar(select(func.count(Person.id)).where(*chosen)) or 0
    return PeoplePage([_row(person, at) for person, at in session.execute(statement)], total)


def everybody(session: Session) -> Sequence[PersonRow]:
    """By name."""
    return [_row(person, at) for person, at in session.execute(_people())]


def find_person(session: Session, person_id: int) -> Person:
    """Raises NoResultFound."""
    return session.scalars(select(Person).where(Person.id == person_id)).one()


def find_by_email(session: Session, email: str) -> Person:
    """Raises NoResultFound; the case of the letters is of no account."""
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).one()


def last_sign_in(session: Session, person: Person, *, before: datetime | None = None) -> datetime | None:
    """At all, or before an instant: that at which they signed in this time, for one."""
    statement = select(func.max(TrailEntry.happened_at)).where(
        TrailEntry.person_id == person.id, TrailEntry.action == "signed in"
    )
    return session.scalar(statement if before is None else statement.where(TrailEntry.happened_at < before))


def comes_by_single_sign_on(session: Session, person: Person) -> bool:
    return bool(session.scalar(select(exists().where(Identity.person_id == person.id))))


def areas_to_choose(session: Session, *, besides: Sequence[ServiceArea] = ()) -> Sequence[ServiceArea]:
    """The service areas in use, and those of `besides` that are not any more, by name."""
    kept = [area.id for area in besides]
    return session.scalars(
        select(ServiceArea)
        .where(or_(ServiceArea.active, ServiceArea.id.in_(kept)))
        .order_by(ServiceArea.name, ServiceArea.id)
    ).all()


def standing_of(person: Person) -> Standing:
    if person.may_sign_in:
        return Standing.MAY_SIGN_IN
    return Standing.STOPPED if person.email else Standing.NAME_ONLY


def last_sign_in_of_each() -> ScalarSelect[datetime]:
    """A column beside each person of a query."""
    return (
        select(TrailEntry.happened_at)
        .where(TrailEntry.person_id == Person.id, TrailEntry.action == "signed in")
        .order_by(TrailEntry.happened_at.desc())
        .limit(1)
        .scalar_subquery()
    )


def named_like(text: str) -> ColumnElement[bool]:
    """A person whose name or e-mail address has this in it."""
    by_email = Person.email.icontains(text, autoescape=True)
    return or_(Person.name.icontains(text, autoescape=True), by_email)


def _people() -> Select[Person, Any]:
    return select(Person, last_sign_in_of_each()).order_by(func.lower(Person.name), Person.id)


def _chosen(choice: PeopleChoice, *, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if text := choice.text.strip():
        conditions.append(named_like(text))
    if choice.role is not None:
        having = select(PersonRole.person_id).where(PersonRole.role == choice.role)
        conditions.append(Person.id.in_(having))
    match choice.standing:
        case Standing.MAY_SIGN_IN:
            conditions.append(Person.may_sign_in.is_(True))
        case Standing.STOPPED:
            conditions += [Person.may_sign_in.is_(False), Person.email.is_not(None)]
        case Standing.NAME_ONLY:
            conditions += [Person.may_sign_in.is_(False), Person.email.is_(None)]
    if choice.unseen:
        conditions += _unseen_since(at - timedelta(days=choice.unseen))
    return conditions


def _unseen_since(instant: datetime) -> list[ColumnElement[bool]]:
    """Who was added since has had no time to sign in yet."""
    signed_in = exists().where(
        TrailEntry.person_id == Person.id,
        TrailEntry.action == "signed in",
        TrailEntry.happened_at > instant,
    )
    return [Person.may_sign_in.is_(True), Person.created_at <= instant, ~signed_in]


def _row(person: Person, last_signed_in: datetime | None) -> PersonRow:
    areas = person.scope.areas
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=person.roles,
        areas=None if areas is None else [area.name for area in person.service_areas],
        standing=standing_of(person),
        last_signed_in=last_signed_in,
    )
