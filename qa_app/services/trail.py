"""The trail: who did what, when, to what."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, null, or_, update
from sqlalchemy.orm import Session

from qa_app.domain.sealing import ERASED, as_ranges
from qa_app.models import Person, TrailEntry
from qa_app.services.sealing import seal_later

AT_ONCE = 500
"""SQLite before 3.32 takes no more than 999 values in a statement."""


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


def words_changed(names: Sequence[str]) -> dict[str, list[str]]:
    """For `after`: what was worded anew, where anything was; the words themselves are for no trail."""
    return {"words_changed": list(names)} if names else {}


def erase_details(session: Session, *, subject: str, subject_id: int, by: Person | None, at: datetime) -> int:
    """Empties the entries about this subject that say more than what was done, when and by whom; that stays,
    and stays sealed.

    How many these were. That they are empty by right is itself recorded, with the number of each.
    """
    about = and_(TrailEntry.subject == subject, TrailEntry.subject_id == subject_id)
    erased = _empty(session, about)
    return _record_erased(session, erased, subject=subject, subject_id=subject_id, by=by, at=at)


def erase_entries(
    session: Session,
    numbers: Sequence[int],
    *,
    subject: str,
    subject_id: int,
    by: Person | None,
    at: datetime,
) -> int:
    """The same of entries by their numbers, whatever they are about; it is recorded about this subject."""
    erased: list[int] = []
    for start in range(0, len(numbers), AT_ONCE):
        erased += _empty(session, TrailEntry.id.in_(numbers[start : start + AT_ONCE]))
    return _record_erased(session, erased, subject=subject, subject_id=subject_id, by=by, at=at)


def _empty(session: Session, chosen: ColumnElement[bool]) -> Sequence[int]:
    session.flush()
    return session.scalars(
        update(TrailEntry)
        .where(
            chosen,
            TrailEntry.action != ERASED,
            or_(TrailEntry.before.is_not(None), TrailEntry.after.is_not(None)),
        )
        .values(before=null(), after=null(), address=None, salt=None)
        .returning(TrailEntry.id)
        .execution_options(synchronize_session=False)
    ).all()


def _record_erased(
    session: Session,
    erased: Sequence[int],
    *,
    subject: str,
    subject_id: int,
    by: Person | None,
    at: datetime,
) -> int:
    if erased:
        after = {"entries": len(erased), "numbers": as_ranges(erased)}
        record(session, ERASED, by=by, at=at, subject=subject, subject_id=subject_id, after=after)
    return len(erased)
