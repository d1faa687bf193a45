"""How the database is doing."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

SOUND_SQLITE = (3, 51, 3)
"""Before it, SQLite can, rarely, damage its write-ahead log when the log is reset."""


@dataclass(frozen=True)
class DatabaseHealth:
    """What an administrator wants to know; the last three are of SQLite only."""

    product: str
    version: str
    revision: str | None
    """The schema's; None where the database was never set up."""
    journal_mode: str | None = None
    synchronous: str | None = None
    free_bytes: int | None = None
    """On the disk that holds the file."""

    @property
    def is_sound(self) -> bool:
        """Whether this version has no known fault that damages what is kept."""
        if self.product != "SQLite":
            return True
        return tuple(int(part) for part in self.version.split(".")) >= SOUND_SQLITE

    def __str__(self) -> str:
        """> SQLite 3.53.4, or with a warning > SQLite 3.40.1: older than 3.51.3, which ..."""
        if self.is_sound:
            return f"{self.product} {self.version}"
        sound = ".".join(map(str, SOUND_SQLITE))
        return (
            f"{self.product} {self.version}: older than {sound}, and can, rarely, damage what it keeps."
            " Keep backups, and install pysqlite3, which brings a newer one, or use PostgreSQL."
        )


def schema_revision(session: Session) -> str | None:
    """None where the database does not answer or was never set up."""
    try:
        with session.begin_nested():
            revision: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return None
    return revision


def database_health(session: Session) -> DatabaseHealth:
    """Raises OperationalError when the database does not answer."""
    revision = schema_revision(session)
    if session.get_bind().dialect.name != "sqlite":
        version = str(session.scalar(text("SHOW server_version")))
        return DatabaseHealth("PostgreSQL", version, revision)
    return DatabaseHealth(
        "SQLite",
        str(session.scalar(text("SELECT sqlite_version()"))),
        revision,
        journal_mode=str(session.scalar(text("PRAGMA journal_mode"))),
        synchronous=_SYNCHRONOUS[int(session.scalar(text("PRAGMA synchronous")) or 0)],
        free_bytes=_free_bytes(session),
    )


_SYNCHRONOUS = ("off", "normal", "full", "extra")


def _free_bytes(session: Session) -> int | None:
    """None for a database in memory."""
    path = session.execute(text("PRAGMA database_list")).all()[0][2]
    return shutil.disk_usage(Path(path).parent).free if path else None
