"""Who can see what: for who has to answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.domain.scope import Scope
from qa_app.domain.session_times import SessionLimits
from qa_app.models import FeedToken, Identity, Person, SecondFactor, WebSession
from qa_app.queries.people import last_sign_in_of_each
from qa_app.queries.sessions import is_open


@dataclass(frozen=True)
class AccessRow:
    """One person who may sign in."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]
    scope: Scope
    areas: Sequence[str]
    """The names of the service areas that were chosen for them; of no account where their scope is wider."""
    has_password: bool
    second_factor: bool
    single_sign_on: bool
    last_signed_in: datetime | None
    open_sessions: int
    tokens: int
    """With which programs read for them."""


def who_can_see_what(session: Session, *, limits: SessionLimits, at: datetime) -> Sequence[AccessRow]:
    """Everybody who may sign in, by name: nobody else sees anything."""
    second_factor = exists().where(SecondFactor.person_id == Person.id)
    single_sign_on = exists().where(Identity.person_id == Person.id)
    sessions = (
        select(func.count(WebSession.id))
        .where(WebSession.person_id == Person.id, *is_open(limits, at=at))
        .scalar_subquery()
    )
    tokens = (
        select(func.count(FeedToken.id))
        .where(FeedToken.person_id == Person.id, FeedToken.revoked_at.is_(None), FeedToken.expires_at > at)
        .scalar_subquery()
    )
    statement = (
        select(Person, second_factor, single_sign_on, last_sign_in_of_each(), sessions, tokens)
        .where(Person.may_sign_in)
        .order_by(func.lower(Person.name), Person.id)
    )
    return [
        AccessRow(
            id=person.id,
            name=person.name,
            email=person.email or "",
            roles=person.roles,
            scope=person.scope,
            areas=[area.name for area in person.service_areas],
            has_password=person.password_hash is not None,
            second_factor=has_second,
            single_sign_on=by_sign_on,
            last_signed_in=last,
            open_sessions=opened,
            tokens=with_tokens,
        )
        for person, has_second, by_sign_on, last, opened, with_tokens in session.execute(statement)
    ]
