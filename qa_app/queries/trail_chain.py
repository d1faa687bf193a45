"""The trail as it is sealed: each entry in plain values, and its place in the chain."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.sealing import ERASED, FIRST, Details, Sealed, told_as_erased
from qa_app.domain.trail_checking import Link
from qa_app.models import TrailEntry, TrailSeal

READ_AT_ONCE = 5_000

# In the order in which Sealed and Details take them.
_SEALED = (
    TrailEntry.id,
    TrailEntry.happened_at,
    TrailEntry.person_id,
    TrailEntry.action,
    TrailEntry.subject,
    TrailEntry.subject_id,
    TrailEntry.is_look,
)
_DETAILS: tuple[ColumnElement[str | None], ...] = (
    cast(TrailEntry.before, Text),
    cast(TrailEntry.after, Text),
    cast(TrailEntry.address, Text),
    cast(TrailEntry.salt, Text),
)
_PLACE = (TrailSeal.position, TrailSeal.entry_id, TrailSeal.details_digest, TrailSeal.seal)

_NOT_TO_BE_READ = (Sealed(0, datetime.min.replace(tzinfo=UTC), None, "", "", None, is_look=False),
                   Details(None, None, None, ""))  # fmt: skip
"""Stands for an entry that somebody changed into what is no value of its kind; no seal fits it."""


def entries_to_seal(session: Session, ids: Collection[int]) -> Iterator[tuple[Sealed, Details]]:
    """As the database gives them, which is how they will be checked; in the order of their numbers."""
    wanted, connection = sorted(ids), session.connection()
    for start in range(0, len(wanted), READ_AT_ONCE):
        some = wanted[start : start + READ_AT_ONCE]
        statement = select(*_SEALED, *_DETAILS).where(TrailEntry.id.in_(some)).order_by(TrailEntry.id)
        for row in connection.execute(statement):
            yield Sealed._make(row[:7]), Details._make(row[7:])


def unsealed_entries(session: Session, *, most: int) -> Sequence[int]:
    """The numbers of entries that have no place in the chain, the lowest first."""
    is_sealed = select(TrailSeal.position).where(TrailSeal.entry_id == TrailEntry.id).exists()
    return session.scalars(select(TrailEntry.id).where(~is_sealed).order_by(TrailEntry.id).limit(most)).all()


def chain_end(session: Session) -> tuple[int, str]:
    """The last position, and the seal there; 0 and what the first is sealed onto while nothing is sealed."""
    newest = select(TrailSeal.position, TrailSeal.seal).order_by(TrailSeal.position.desc()).limit(1)
    found: Row[int, str] | None = session.execute(newest).one_or_none()
    return (0, FIRST) if found is None else (found.position, found.seal)


def chain_links(session: Session) -> Iterator[Link]:
    """One for each place in the chain, from the first on, read some thousand at a time."""
    after: int | None = None
    while links := _links(session, after):
        yield from links
        after = links[-1].position


def erased_entries(session: Session) -> frozenset[int]:
    """The numbers of the entries of which the trail says that they were emptied by right."""
    most = session.scalar(select(func.max(TrailEntry.id))) or 0
    told = session.scalars(select(cast(TrailEntry.after, Text)).where(TrailEntry.action == ERASED))
    return frozenset(number for after in told if after for number in told_as_erased(after, most=most))


def _links(session: Session, after: int | None) -> Sequence[Link]:
    """The next places; one, or a few, where an entry among them cannot be read."""
    statement = _places(after, *_SEALED, *_DETAILS).outerjoin(TrailEntry, TrailEntry.id == TrailSeal.entry_id)
    try:
        # Not as rows of the session, which take twice as long.
        rows = session.connection().execute(statement).all()
    except (ValueError, TypeError, DBAPIError):
        return _one_by_one(session, after)
    return [
        _link(row, None if row[4] is None else (Sealed._make(row[4:11]), Details._make(row[11:])))
        for row in rows
    ]


def _one_by_one(session: Session, after: int | None) -> Sequence[Link]:
    """Up to the entry that cannot be read, and with it."""
    links: list[Link] = []
    for place in session.execute(_places(after)):
        try:
            entry = next(entries_to_seal(session, [place.entry_id]), None)
        except (ValueError, TypeError, DBAPIError):
            return [*links, _link(place, _NOT_TO_BE_READ)]
        links.append(_link(place, entry))
    return links


def _link(place: Row[*tuple[Any, ...]], entry: tuple[Sealed, Details] | None) -> Link:
    position, entry_id, digest, seal = place[:4]
    return Link(position, entry_id, digest, seal, entry)


def _places(after: int | None, *of_entry: Any) -> Select[*tuple[Any, ...]]:
    statement = select(*_PLACE, *of_entry).order_by(TrailSeal.position).limit(READ_AT_ONCE)
    return statement if after is None else statement.where(TrailSeal.position > after)
