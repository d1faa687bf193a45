"""Texts of which every version is kept: the newest holds, and nobody overwrites what they have not read."""

from typing import Protocol, TypeVar

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict


class Version(Protocol):
    """One version of a text; a unique index lets only one of them be current."""

    number: int
    is_current: bool


VersionT = TypeVar("VersionT", bound=Version)


def version_read(
    session: Session, current: Select[VersionT], opened_at_number: int, *, clashed: str
) -> VersionT | None:
    """What `current` selects, locked; None where nothing was written yet.

    Raises Conflict, and undoes the transaction, where it is not the one that was read (0: none).
    """
    locked = current.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(locked).one_or_none()
    if (found.number if found else 0) != opened_at_number:
        session.rollback()
        raise Conflict(clashed)
    return found


def put_in_place(session: Session, written: Version, current: Version | None, *, clashed: str) -> None:
    """`written` holds from now on. Raises Conflict, and undoes the transaction, where another came first."""
    if current is not None:
        current.is_current = False
        session.flush()
    session.add(written)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(clashed) from error
