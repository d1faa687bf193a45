"""Where somebody is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.session_times import SessionLimits
from qa_app.models import Person, SignedInBy, WebSession


@dataclass(frozen=True)
class OpenSession:
    """`browser` is what it calls itself; `last_active_at` is true to the minute."""

    id: int
    browser: str
    address: str
    signed_in_by: SignedInBy
    started_at: datetime
    last_active_at: datetime


def open_sessions(
    session: Session, person: Person, *, limits: SessionLimits, at: datetime
) -> Sequence[OpenSession]:
    """One row for each browser in which the person is signed in, what was used last first."""
    statement = (
        select(
            WebSession.id,
            WebSession.browser,
            WebSession.address,
            WebSession.signed_in_by,
            WebSession.started_at,
            WebSession.last_active_at,
        )
        .where(WebSession.person_id == person.id, *is_open(limits, at=at))
        .order_by(WebSession.last_active_at.desc(), WebSession.id.desc())
    )
    return [OpenSession(**row) for row in session.execute(statement).mappings()]


def is_open(limits: SessionLimits, *, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Neither ended, nor is its time up."""
    return (
        WebSession.ended_at.is_(None),
        WebSession.started_at > at - limits.absolute,
        WebSession.last_active_at > at - limits.idle,
    )
