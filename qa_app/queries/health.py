"""How the database is doing."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from qa_app.models import OutgoingEmail, TrailEntry

SOUND_SQLITE = (3, 51, 3)
"""Before it, SQLite can, rarely, damage its write-ahead log when the log is reset."""

MADE_BACKUP = "made backup"
"""What the trail says of a backup in which nothing was found wrong."""


@dataclass(frozen=True)
class DatabaseHealth:
    """What an administrator wants to know; what is None is of the other kind of database."""

    product: str
    version: str
    revision: str | None
    """The schema's; None where the database was never set up."""
    journal_mode: str | None = None
    synchronous: str | None = None
    foreign_keys: bool | None = None
    free_bytes: int | None = None
    """On the disk that holds the file; of another machine's disk nothing can be said."""
    synchronous_commit: str | None = None
    fsync: str | None = None
    full_page_writes: str | None = None
    clock: datetime | None = None
    """The server's."""

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


@dataclass(frozen=True)
class Keeping:
    """What tells whether what is kept is kept well; None where there is none yet."""

    last_backup_at: datetime | None
    newest_entry_at: datetime | None
    """In the trail."""
    emails_wait: int = 0
    emails_wait_since: datetime | None = None
    """When the oldest of those that wait was written."""


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
    if session.get_bind().dialect.name == "sqlite":
        return _of_sqlite(session, revision)
    return _of_postgresql(session, revision)


def keeping(session: Session) -> Keeping:
    newest = select(func.max(TrailEntry.happened_at))
    waiting = select(func.count(), func.min(OutgoingEmail.made_at)).where(
        OutgoingEmail.sent_at.is_(None), OutgoingEmail.next_try_at.is_not(None)
    )
    emails_wait, emails_wait_since = session.execute(waiting).one()
    return Keeping(
        last_backup_at=session.scalar(newest.where(TrailEntry.action == MADE_BACKUP)),
        newest_entry_at=session.scalar(newest),
        emails_wait=emails_wait,
        emails_wait_since=emails_wait_since,
    )


def _of_postgresql(session: Session, revision: str | None) -> DatabaseHealth:
    return DatabaseHealth(
        "PostgreSQL",
        str(session.scalar(text("SHOW server_version"))),
        revision,
        synchronous_commit=str(session.scalar(text("SHOW synchronous_commit"))),
        fsync=str(session.scalar(text("SHOW fsync"))),
        full_page_writes=str(session.scalar(text("SHOW full_page_writes"))),
        clock=session.scalar(text("SELECT clock_timestamp()")),
    )


def _of_sqlite(session: Session, revision: str | None) -> DatabaseHealth:
    return DatabaseHealth(
        "SQLite",
        str(session.scalar(text("SELECT sqlite_version()"))),
        revision,
        journal_mode=str(session.scalar(text("PRAGMA journal_mode"))),
        synchronous=_SYNCHRONOUS[int(session.scalar(text("PRAGMA synchronous")) or 0)],
        foreign_keys=bool(session.scalar(text("PRAGMA foreign_keys"))),
        free_bytes=_free_bytes(session),
    )


_SYNCHRONOUS = ("off", "normal", "full", "extra")


def _free_bytes(session: Session) -> int | None:
    """None for a database in memory."""
    path = session.execute(text("PRAGMA database_list")).all()[0][2]
    return shutil.disk_usage(Path(path).parent).free if path else None
