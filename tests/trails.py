"""Long trails, made fast: as the service would have written and sealed them."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, null, select, update

from qa_app.config import Settings
from qa_app.domain.sealing import ERASED, FIRST, Details, Sealed, as_ranges, digest_of, seal_of
from qa_app.models import TrailEntry, TrailSeal
from tests.conftest import SECRET

AT = datetime(2026, 3, 31, 23, 30, 15, 250_000, tzinfo=UTC)

KEY = Settings(secret_key=SECRET, database_url="").seal_key
"""What the tests' databases are sealed with."""

EMPTIED = 97
"""Every so manieth entry of the first half was emptied by right, as an entry in the middle tells."""

AT_ONCE = 20_000


def a_trail(connection: Connection, length: int) -> None:
    """So many entries, numbered from 1, in a trail that was empty."""
    seal, teller = FIRST, teller_of(length)
    for start in range(1, length + 1, AT_ONCE):
        entries, seals = [], []
        for number in range(start, min(start + AT_ONCE, length + 1)):
            entry = _telling(teller) if number == teller else _saying(number)
            digest = digest_of(_details(entry))
            seal = seal_of(KEY, seal, number, Sealed(*list(entry.values())[:7]), digest)
            entries.append(entry)
            seals.append({"position": number, "entry_id": number, "details_digest": digest, "seal": seal})
        connection.execute(insert(TrailEntry), entries)
        connection.execute(insert(TrailSeal), seals)
    connection.execute(
        update(TrailEntry)
        .where(TrailEntry.id % EMPTIED == 0, TrailEntry.id < teller)
        .values(before=null(), after=null(), address=None, salt=None)
    )
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence("trail_entry", "id")
        connection.execute(select(func.setval(sequence, length)))


def teller_of(length: int) -> int:
    """The number of the entry that tells which were emptied."""
    return length // 2 + 1


def is_emptied(number: int, length: int) -> bool:
    return number % EMPTIED == 0 and number < teller_of(length)


def all_seals(connection: Connection) -> dict[int, str]:
    """By position, as an anchor keeps some of them."""
    return {row.position: row.seal for row in connection.execute(select(TrailSeal.position, TrailSeal.seal))}


def _saying(number: int) -> dict[str, Any]:
    is_look = number % 3 == 0
    return {
        "id": number,
        "happened_at": AT + timedelta(seconds=number),
        "person_id": None,
        "action": "read audit" if is_look else "saved answers",
        "subject": "audit",
        "subject_id": number % 5_000,
        "is_look": is_look,
        "before": None if is_look else {"status": "allocated", "answered": number % 12},
        "after": None if is_look else {"status": "in progress", "answered": number % 12 + 1},
        "address": f"10.0.{number % 256}.7",
        "salt": secrets.token_hex(16),
    }


def _telling(number: int) -> dict[str, Any]:
    emptied = range(EMPTIED, number, EMPTIED)
    after = {"entries": len(emptied), "numbers": as_ranges(emptied)}
    return _saying(number) | {"action": ERASED, "is_look": False, "before": None, "after": after}


def _details(entry: Mapping[str, Any]) -> Details:
    before, after = (None if entry[name] is None else json.dumps(entry[name]) for name in ("before", "after"))
    return Details(before, after, entry["address"], entry["salt"])
