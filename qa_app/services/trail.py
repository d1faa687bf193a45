"""The trail: who did what, when, to what."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.models import Person, TrailEntry
from qa_app.services.sealing import seal_later


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
    is_look: bool = False,
) -> None:
    """Adds one entry; `by` None is a command run on the server itself.

    `before` and `after` hold grades, states and names of settings: never case text. From where is what
    whoever opened the session says in its `info["address"]`.
    """
    entry = TrailEntry(
        happened_at=at,
        person_id=by.id if by else None,
        action=action,
        subject=subject,
        subject_id=subject_id,
        is_look=is_look,
        address=session.info.get("address"),
        before=before,
        after=after,
        salt=secrets.token_hex(16),
    )
    session.add(entry)
    seal_later(session, entry)
