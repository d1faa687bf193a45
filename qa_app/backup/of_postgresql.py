"""A dump of a PostgreSQL database while others write to it, and a database made from one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from qa_app.backup.pg_tools import find_tool, run
from qa_app.backup.problem import BackupProblem

ANYTHING = (
    "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    r" WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'"
)


@contextmanager
def at_one_moment(engine: Engine) -> Iterator[tuple[Session, str]]:
    """A session that sees the database as it is now however long it reads, and the name by which pg_dump can
    see the very same."""
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading.connect() as connection, connection.begin(), Session(connection) as session:
        yield session, str(session.scalar(text("SELECT pg_export_snapshot()")))


def dump_database(session: Session, snapshot: str, part: Path, *, folder: str) -> None:
    """Raises BackupProblem."""
    tool = find_tool("pg_dump", folder=folder, server=_version(session))
    arguments = ("--format=custom", f"--snapshot={snapshot}", f"--file={part}")
    run(tool, (*_AS_WHOEVER_RESTORES, *arguments), parameters=_parameters(session))


def load_database(engine: Engine, dump: Iterable[bytes], *, folder: str) -> None:
    """All of it or nothing. Raises BackupProblem."""
    with Session(engine) as session:
        tool = find_tool("pg_restore", folder=folder, server=_version(session))
        parameters = _parameters(session)
        database = str(session.scalar(text("SELECT current_database()")))
    arguments = ("--exit-on-error", "--single-transaction", f"--dbname={database}")
    run(tool, (*_AS_WHOEVER_RESTORES, *arguments), parameters=parameters, fed=dump)


def check_is_empty(session: Session) -> None:
    if session.scalar(text(ANYTHING)):
        raise BackupProblem(
            f"The database {session.scalar(text('SELECT current_database()'))} is not empty, and nothing is"
            " ever overwritten. Make a new one: createdb NAME"
        )


_AS_WHOEVER_RESTORES = ("--no-owner", "--no-privileges", "--no-password")


def _version(session: Session) -> int:
    """> 18 of 180001"""
    return int(session.scalar(text("SHOW server_version_num")) or 0) // 10_000


def _parameters(session: Session) -> dict[str, Any]:
    engine: Any = session.get_bind().engine
    parameters: dict[str, Any] = engine.dialect.create_connect_args(engine.url)[1]
    return parameters
