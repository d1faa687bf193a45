"""Sealing what was added to the trail, as the last thing before a transaction is committed.

Every commit adds its entries to the end of one chain, so commits take turns from there on: SQLite's by
themselves, PostgreSQL's by a lock for which nobody waits who holds what others wait for.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Session, SessionTransaction

from qa_app.domain.sealing import digest_of, seal_of
from qa_app.models import TrailEntry, TrailSeal
from qa_app.queries.trail_chain import chain_end, entries_to_seal, unsealed_entries
from qa_app.services.taking_turns import take_turns

CHAIN_LOCK = 7_241_986
"""Any number, so long as nothing else in the database locks the same."""

AT_ONCE = 10_000


def seal_later(session: Session, entry: TrailEntry) -> None:
    """This entry is sealed when the session is committed."""
    session.info.setdefault("unsealed", []).append(entry)


def seal_the_rest(session: Session) -> int:
    """Seals what is in the trail without a seal: entries from before there were any, or written in bulk.

    How many these were. Where a chain was begun and committed already, an entry without a seal is no
    entry of this system, and is left for the check of the trail to find.
    """
    session.flush()
    if chain_end(session)[0]:
        return 0
    session.info.pop("unsealed", None)
    sealed = 0
    while entries := unsealed_entries(session, most=AT_ONCE):
        _seal(session, entries)
        sealed += len(entries)
    return sealed


def _seal(session: Session, ids: Collection[int]) -> None:
    connection = session.connection()
    key = connection.get_execution_options().get("seal_key")
    if key is None:
        raise RuntimeError("The database was opened without the key that seals the trail")
    take_turns(session, CHAIN_LOCK)
    position, seal = chain_end(session)
    rows: list[dict[str, Any]] = []
    for entry, details in entries_to_seal(session, ids):
        position += 1
        digest = digest_of(details)
        seal = seal_of(key, seal, position, entry, digest)
        rows.append(
            {"position": position, "entry_id": entry.entry_id, "details_digest": digest, "seal": seal}
        )
    if rows:
        connection.execute(insert(TrailSeal), rows)


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get("unsealed"):
        return
    session.flush()
    # What was added in a savepoint that was rolled back has no identity any more.
    identities = [inspect(entry).identity for entry in session.info["unsealed"]]
    _seal(session, [identity[0] for identity in identities if identity])


@event.listens_for(Session, "after_transaction_end")
def _after_transaction_end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("unsealed", None)
