"""What is done one after the other, also on PostgreSQL, where many write at once."""

from sqlalchemy import text
from sqlalchemy.orm import Session

RECORDS_LOCK = 7_241_987
"""Of whoever holds, proposes or removes case text: a hold stands before anything of its case is removed, or
is placed after, and never in between. Any number, so long as nothing else in the database locks the same."""


def take_turns(session: Session, lock: int = RECORDS_LOCK) -> None:
    """Waits for whoever took the same lock, until their transaction ends. On SQLite writers wait by
    themselves."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
