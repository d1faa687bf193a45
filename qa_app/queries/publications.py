"""What was published, as far as a person may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from qa_app.domain.scope import Scope
from qa_app.models import Person, Profile, Publication, PublicationKind

ON_A_PAGE = 50


@dataclass(frozen=True)
class PublicationChoice:
    """Which to list; None leaves none out."""

    kind: PublicationKind | None = None
    period: str | None = None
    subject_id: int | None = None


@dataclass(frozen=True)
class PublicationRow:
    """One publication without what it holds. `number` counts the revisions of its edition from 1."""

    id: int
    kind: PublicationKind
    edition: str
    number: int
    title: str
    period: str
    profile: Profile
    published_by: str | None
    """None: a command on the server."""
    published_at: datetime
    note: str
    is_superseded: bool


@dataclass(frozen=True)
class PublicationPage:
    rows: Sequence[PublicationRow]
    has_more: bool


def visible(scope: Scope) -> list[ColumnElement[bool]]:
    """A publication is of the whole council: who sees some areas only, sees what the public may see."""
    return [] if scope.areas is None else [Publication.profile == Profile.PUBLIC]


def publication_page(
    session: Session, choice: PublicationChoice, scope: Scope, *, page: int = 1
) -> PublicationPage:
    """Newest first; pages are counted from 1."""
    conditions = visible(scope)
    if choice.kind is not None:
        conditions.append(Publication.kind == choice.kind)
    if choice.period is not None:
        conditions.append(Publication.period == choice.period)
    if choice.subject_id is not None:
        conditions.append(Publication.subject_id == choice.subject_id)
    statement = (
        _rows()
        .where(*conditions)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .offset((page - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE + 1)
    )
    rows = _read(session, statement)
    return PublicationPage(rows[:ON_A_PAGE], has_more=len(rows) > ON_A_PAGE)


def periods_published(session: Session, scope: Scope) -> Sequence[str]:
    """The keys of periods that anything was published of, in no order."""
    return session.scalars(select(Publication.period).where(*visible(scope)).distinct()).all()


def find_publication(session: Session, publication_id: int, scope: Scope) -> Publication:
    """With what it holds. Raises NoResultFound also for one that this person may not read."""
    return session.scalars(
        select(Publication)
        .where(Publication.id == publication_id, *visible(scope))
        .options(joinedload(Publication.published_by))
    ).one()


def revisions_of(session: Session, edition: str) -> Sequence[PublicationRow]:
    """All of one edition, the newest first."""
    statement = _rows().where(Publication.edition == edition).order_by(Publication.number.desc())
    return _read(session, statement)


def latest_of(session: Session, edition: str) -> Publication | None:
    """The one that holds, with what it holds; None where the edition was never published."""
    return session.scalars(
        select(Publication).where(Publication.edition == edition).order_by(Publication.number.desc()).limit(1)
    ).one_or_none()


def _rows() -> Select[*tuple[Any, ...]]:
    later = aliased(Publication)
    superseded = exists(select(later.id).where(later.supersedes_id == Publication.id))
    return select(
        Publication.id,
        Publication.kind,
        Publication.edition,
        Publication.number,
        Publication.title,
        Publication.period,
        Publication.profile,
        Person.name,
        Publication.published_at,
        Publication.note,
        superseded.label("is_superseded"),
    ).outerjoin(Person, Person.id == Publication.published_by_id)


def _read(session: Session, statement: Select[*tuple[Any, ...]]) -> list[PublicationRow]:
    return [PublicationRow(*row) for row in session.execute(statement)]
