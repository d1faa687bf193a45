"""Sealing what was added to the trail, as the last thing before a transaction is committed.

Every commit adds its entries to the end of one chain, so commits take turns from there on: SQLite's by
themselves, PostgreSQL's by a lock for which nobody waits who holds what others wait for.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, insert, inspect, select, text
from sqlalchemy.orm import Session

from qa_app.domain.sealing import FIRST, Sealed, details_digest, seal_of
from qa_app.models import TrailEntry, TrailSeal

CHAIN_LOCK = 7_241_986
"""Any number, so long as nothing else in the database locks the same."""

AT_ONCE = 10_000


def seal_later(session: Session, entry: TrailEntry) -> None:
    """This entry is sealed when the session is committed."""
    session.info.setdefault("unsealed", []).append(entry)


def seal_the_rest(session: Session) -> int:
    """Seals what is in the trail without a seal: entries from before there were any, or written in bulk.

    How many these were.
    """
    session.flush()
    session.info.pop("unsealed", None)
    unsealed = (
        select(TrailEntry)
        .where(TrailEntry.id.not_in(select(TrailSeal.entry_id)))
        .order_by(TrailEntry.id)
        .limit(AT_ONCE)
    )
    sealed = 0
    while entries := session.scalars(unsealed).all():
        _seal(session, entries)
        sealed += len(entries)
    return sealed


def _seal(session: Session, entries: Iterable[TrailEntry]) -> None:
    connection = session.connection()
    key = connection.get_execution_options().get("seal_key")
    if key is None:
        raise RuntimeError("The database was opened without the key that seals the trail")
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    newest = select(TrailSeal.position, TrailSeal.seal).order_by(TrailSeal.position.desc()).limit(1)
    position, seal = connection.execute(newest).one_or_none() or (0, FIRST)
    rows: list[dict[str, Any]] = []
    for entry in entries:
        position += 1
        digest = details_digest(entry.salt, entry.before, entry.after, entry.address)
        seal = seal_of(key, seal, position, _sealed(entry), digest)
        rows.append({"position": position, "entry_id": entry.id, "details_digest": digest, "seal": seal})
    if rows:
        connection.execute(insert(TrailSeal), rows)


def _sealed(entry: TrailEntry) -> Sealed:
    return Sealed(
        entry.id,
        entry.happened_at,
        entry.person_id,
        entry.action,
        entry.subject,
        entry.subject_id,
        bool(entry.is_look),
    )


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get("unsealed"):
        return
    session.flush()
    entries = [entry for entry in session.info.pop("unsealed") if inspect(entry).persistent]
    if entries:
        _seal(session, entries)


@event.listens_for(Session, "after_rollback")
def _after_rollback(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("unsealed", None)
