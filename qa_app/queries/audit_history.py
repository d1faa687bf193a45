"""What happened to one audit, for those who read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import Person, TrailEntry

MOVES = {
    "started audit": "Started",
    "allocated audit": "Given out",
    "changed audit details": "Case, worker, team or date changed",
    "reassigned audit": "Auditor or due date changed",
    "submitted audit": "Submitted",
    "returned audit": "Returned to the auditor",
    "withdrew audit": "Withdrawn",
    "asked for moderation": "Moderation asked for",
    "started moderation": "Moderation started",
    "gave back audit in moderation": "Given back to the moderation queue",
    "finished moderation": "Moderation finished",
    "removed case text": "Case text removed",
}
"""Actions of the trail in words; each save in between is in the trail, but not in this history."""


@dataclass(frozen=True)
class Moved:
    """One thing that happened; `person` is None for a command on the server itself."""

    what: str
    person: str | None
    at: datetime


def audit_history(session: Session, audit_id: int) -> Sequence[Moved]:
    """The oldest first. Takes no scope: ask it of an audit that was found within one."""
    rows = session.execute(
        select(TrailEntry.action, Person.name, TrailEntry.happened_at)
        .outerjoin(Person, Person.id == TrailEntry.person_id)
        .where(
            TrailEntry.subject == "audit",
            TrailEntry.subject_id == audit_id,
            TrailEntry.action.in_(sorted(MOVES)),
        )
        .order_by(TrailEntry.happened_at, TrailEntry.id)
    )
    return [Moved(MOVES[action], person, at) for action, person, at in rows]
