"""The trail: who did what, when, to what."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.models import Person, TrailEntry


def record(
    session: Session,
    action: str,
    *,
    by: Person | None,
    at: datetime,
    subject: str,
    subject_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Adds one entry; `by` None is a command run on the server itself.

    `before` and `after` hold grades, states and names of settings: never case text.
    """
    session.add(
        TrailEntry(
            happened_at=at,
            person_id=by.id if by else None,
            action=action,
            subject=subject,
            subject_id=subject_id,
            before=before,
            after=after,
        )
    )
