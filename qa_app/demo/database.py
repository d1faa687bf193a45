"""The file of the demonstration: marked as such, made whole or not at all, and never another."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.config import SettingsError
from qa_app.database import engine_options, prepare
from qa_app.demo.fill import fill
from qa_app.demo.mark import MARK, is_demonstration
from qa_app.services.sealing import seal_the_rest


class DemoError(SettingsError):
    """The demonstration cannot start; the sentence says why and what to do."""


def url_of(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def remove(path: Path) -> None:
    """Raises DemoError for a file that the demonstration did not make."""
    if path.exists() and not is_demonstration(path):
        raise DemoError(f"{path} is not a demonstration. Move it away, then start again.")
    for part in (path, *_beside(path)):
        part.unlink(missing_ok=True)


def make(path: Path, *, now: datetime, seal_key: bytes) -> None:
    """Fills a file beside it and puts that in place once it is whole: a stopped start leaves nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    for part in (unfinished, *_beside(unfinished)):
        part.unlink(missing_ok=True)
    engine = create_engine(**engine_options(url_of(unfinished)))
    prepare(engine, seal_key=seal_key)
    event.listen(engine, "connect", _without_waiting)
    migrate.upgrade(engine)
    with Session(engine) as session, session.begin():
        fill(session, now=now)
        session.connection().exec_driver_sql(f"PRAGMA application_id = {MARK}")
    engine.dispose()
    os.replace(unfinished, path)


def bring_up_to_date(path: Path, *, seal_key: bytes) -> None:
    """Raises DemoError for a file that the demonstration did not make."""
    if not is_demonstration(path):
        raise DemoError(f"{path} is not a demonstration. Move it away, then start again.")
    engine = create_engine(**engine_options(url_of(path)))
    prepare(engine, seal_key=seal_key)
    if not migrate.is_current(engine):
        with migrate.upgraded(engine) as session:
            seal_the_rest(session)
    engine.dispose()


def _without_waiting(connection: object, _record: object) -> None:
    # Nothing is lost if the power goes before the file is in its place.
    connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]  # a DB-API connection


def _beside(path: Path) -> tuple[Path, ...]:
    """The files SQLite keeps beside a database."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))
