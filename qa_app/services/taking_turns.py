"""Whoever holds, proposes or removes case text does so one after the other.

So a hold stands before anything of its case is removed, or is placed after, and never in between.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

RECORDS_LOCK = 7_241_987
"""Any number, so long as nothing else in the database locks the same."""


def take_turns(session: Session) -> None:
    """Waits for whoever is at it, until their transaction ends. On SQLite writers wait by themselves."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": RECORDS_LOCK})
