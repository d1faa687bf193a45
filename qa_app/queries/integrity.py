"""Whether the database itself is whole."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

_OF_POSTGRESQL = (
    ("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid", "The index {} is not valid"),
    ("SELECT conname::text FROM pg_constraint WHERE NOT convalidated", "The rule {} was never checked"),
    (
        "SELECT checksum_failures::text FROM pg_stat_database"
        " WHERE datname = current_database() AND checksum_failures > 0",
        "Pages with a wrong checksum were read: {}",
    ),
)


def integrity_problems(session: Session) -> Sequence[str]:
    """One sentence for each fault, at most a few of a kind; none where all is well.

    SQLite reads every page and every index for it; PostgreSQL tells what it knows.
    """
    if session.get_bind().dialect.name == "sqlite":
        return _of_sqlite(session)
    return [
        sentence.format(found)
        for statement, sentence in _OF_POSTGRESQL
        for found in session.scalars(text(statement))
    ]


def _of_sqlite(session: Session) -> Sequence[str]:
    try:
        told = [str(each) for each in session.scalars(text("PRAGMA integrity_check(5)"))]
        pointing = session.execute(text("PRAGMA foreign_key_check")).all()
    except DatabaseError as error:
        return [f"SQLite cannot read the file: {error.orig}"]
    problems = [each for each in told if each != "ok"]
    tables = sorted({f"{row[0]} to {row[2]}" for row in pointing})
    return [*problems, *(f"Rows point nowhere: from {each}" for each in tables)]
