"""Making a database from a backup, in a new place, and holding it to what the backup says of itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.orm import Session

from qa_app.backup.archive import Archive, opened_archive
from qa_app.backup.checking import Check, compare
from qa_app.backup.contents import read_contents
from qa_app.backup.manifest import Manifest, Sealed
from qa_app.backup.of_postgresql import check_is_empty, load_database
from qa_app.backup.place import beside, check_is_new, put_in_place
from qa_app.backup.problem import BackupProblem
from qa_app.database import engine_options
from qa_app.services.backups import note_restored

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database, and would take for the restored one's."""


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    checks: tuple[Check, ...]

    @property
    def is_sound(self) -> bool:
        return all(check.is_sound for check in self.checks)


def restore(file: Path, into: URL, *, seal_key: bytes, pg_tools: str, verify: bool, at: datetime) -> Restored:
    """Where a check fails, the database is there all the same: it may be the best there is.

    Raises BackupProblem when nothing was restored: the file is damaged, or the place is not a new one.
    """
    with opened_archive(file) as archive, _made(archive, into, pg_tools=pg_tools) as engine:
        manifest, sealed = archive.manifest, archive.found.sealed(seal_key)
        checks = [Check("Digest", f"the database is the one of {manifest.made_at:%d %B %Y, %H:%M} UTC")]
        if verify:
            checks.append(Check("Manifest", "as it was written", sealed.value))
            with Session(engine) as session:
                checks += compare(read_contents(session, seal_key=seal_key), manifest)
        if sealed is not Sealed.BY_ANOTHER_KEY:
            engine.update_execution_options(seal_key=seal_key)
            with Session(engine) as session, session.begin():
                note_restored(session, file_name=file.name, made_at=manifest.made_at, at=at)
    return Restored(manifest, tuple(checks))


@contextmanager
def _made(archive: Archive, into: URL, *, pg_tools: str) -> Iterator[Engine]:
    """The database, which for SQLite has its name only when the block ends well."""
    kind = "SQLite" if into.get_backend_name() == "sqlite" else "PostgreSQL"
    if archive.manifest.database != kind:
        raise BackupProblem(
            f"This is a backup of {archive.manifest.database}, and cannot become a database of {kind}."
        )
    if kind == "SQLite":
        yield from _sqlite(archive, Path(into.database or ""))
    else:
        yield from _postgresql(archive, into, pg_tools)


def _sqlite(archive: Archive, place: Path) -> Iterator[Engine]:
    for ending in BESIDE:
        check_is_new(place.with_name(place.name + ending))
    with beside(place) as folder:
        part = folder / "database"
        archive.unpack(part)
        engine = create_engine(**engine_options(f"sqlite:///{part.as_posix()}"))
        try:
            yield engine
        finally:
            engine.dispose()
        put_in_place(part, place)


def _postgresql(archive: Archive, into: URL, pg_tools: str) -> Iterator[Engine]:
    engine = create_engine(**engine_options(into.render_as_string(hide_password=False)))
    try:
        with Session(engine) as session:
            check_is_empty(session)
        # Before anything is written, because the end of the file may be what is damaged.
        archive.check_digest()
        load_database(engine, archive.content(), folder=pg_tools)
        yield engine
    finally:
        engine.dispose()
