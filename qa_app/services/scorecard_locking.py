"""Two people who build one scorecard: the second is told, and nothing of the first is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict
from qa_app.models import Person, Scorecard
from qa_app.services.trail import record


def lock(session: Session, scorecard: Scorecard, opened_at_version: int) -> None:
    """Nobody else changes the scorecard from here to the end of the transaction.

    Raises Conflict when somebody did since it was opened.
    """
    session.refresh(scorecard, ["version"], with_for_update=True)
    if scorecard.version != opened_at_version:
        raise Conflict(
            "Somebody else changed this scorecard while you had it open, so nothing was saved. Look at "
            "what they did, then try again."
        )


def built(
    session: Session,
    scorecard: Scorecard,
    action: str,
    *,
    by: Person | None,
    at: datetime,
    **after: Any,
) -> None:
    """Counts a change of what stands on the scorecard, which would not touch the row that is locked."""
    scorecard.version += 1
    session.flush()
    record_on(session, action, scorecard, by=by, at=at, **after)


def record_on(
    session: Session, action: str, scorecard: Scorecard, *, by: Person | None, at: datetime, **after: Any
) -> None:
    after = {"scorecard": scorecard.title} | after
    record(session, action, by=by, at=at, subject="scorecard", subject_id=scorecard.id, after=after)
