"""How the database is opened: durable first, then fast."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether the transactions begun from here may write. A page that is only read says no, so that
readers of SQLite never wait for a writer."""


WAIT = 20_000
"""How long one writer of SQLite waits for another, in milliseconds."""
MOMENT = 100


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: versions before 3.51.3 can, rarely, damage a write-ahead log."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    bundled: ModuleType = pysqlite3
    return bundled


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` is given for this URL."""
    if url.startswith("sqlite"):
        return {"url": url, "module": sqlite_module(), "connect_args": {"timeout": 20}}
    if url.startswith("postgresql:") or url.startswith("postgres:"):
        url = "postgresql+psycopg:" + url.split(":", 1)[1]
    return {"url": url, "pool_pre_ping": True}


def prepare(engine: Engine, *, seal_key: bytes | None = None) -> None:
    """Gives what is kept in it the key that seals the trail, without which nothing can be recorded; and
    sets what SQLite leaves to each connection."""
    engine.update_execution_options(seal_key=seal_key)
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_durable)
    event.listen(engine, "begin", _begin)


def _set_durable(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: `_begin` says which kind.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        # NORMAL lost acknowledged saves when the power went; FULL lost none.
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is removed or overwritten leaves nothing in the file, whatever page of it it stood on.
        "secure_delete = ON",
        f"busy_timeout = {WAIT}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails when another wrote meanwhile; one that
    # takes the lock at once waits for its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


@contextmanager
def only_reading() -> Iterator[None]:
    """Transactions begun in here keep no writer of SQLite waiting, however long they go on."""
    token = writing.set(False)
    try:
        yield
    finally:
        writing.reset(token)


@contextmanager
def briefly(engine: Engine) -> Iterator[Connection]:
    """A transaction for what can be left undone: it waits for other writers only a moment.

    It is committed when the block ends well. Raises OperationalError where somebody else writes for longer.
    """
    with _writing(engine, wait=MOMENT) as connection:
        yield connection


@contextmanager
def patiently(engine: Engine) -> Iterator[Connection]:
    """The same for what must be done, beside a transaction that only reads: it waits as a save does."""
    with _writing(engine, wait=WAIT) as connection:
        yield connection


@contextmanager
def _writing(engine: Engine, *, wait: int) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait}")
                yield connection
            return
        driver: Any = connection.connection.driver_connection
        token = writing.set(True)
        driver.execute(f"PRAGMA busy_timeout = {wait}")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute(f"PRAGMA busy_timeout = {WAIT}")
            writing.reset(token)


def leave_nothing_behind(engine: Engine) -> bool:
    """After text was removed: moves SQLite's write-ahead log into the file and empties it, because the log
    still has the pages as they were.

    False where somebody reads or writes just then; the log is emptied the next time it is quiet.
    PostgreSQL frees by itself what was removed (`docs/operations.md`).
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {MOMENT}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row: Any = cursor.fetchone()
        is_busy = bool(row[0])
        cursor.execute(f"PRAGMA busy_timeout = {WAIT}")
    finally:
        connection.close()
    return not is_busy
