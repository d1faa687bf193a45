"""Making a backup while people write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from qa_app.backup.archive import digest_of, write_archive
from qa_app.backup.contents import Contents, read_contents
from qa_app.backup.manifest import Manifest
from qa_app.backup.of_postgresql import at_one_moment, dump_database
from qa_app.backup.of_sqlite import copy_database
from qa_app.backup.place import beside, put_in_place
from qa_app.backup.problem import BackupProblem
from qa_app.database import engine_options
from qa_app.queries.health import database_health
from qa_app.services.backups import note_backup


def make_backup(
    engine: Engine,
    file: Path,
    *,
    seal_key: bytes,
    pg_tools: str,
    at: datetime,
    anchored: Mapping[int, str] | None = None,
) -> Manifest:
    """What is said of it in its manifest. A database that is damaged is copied too, and said to be.

    `anchored` are the seals, by their place in the trail, that were kept outside the database until now.
    Raises BackupProblem when nothing could be written.
    """
    with beside(file) as folder:
        part, whole = folder / "database", folder / "whole.zip"
        product, product_version, contents = _copy(engine, part, Keys(seal_key, anchored), pg_tools=pg_tools)
        if contents.schema is None:
            raise BackupProblem("The database was never set up. Run: qa-app upgrade")
        manifest = Manifest(
            made_at=at,
            app_version=version("qa-app"),
            schema=contents.schema,
            database=product,
            database_version=product_version,
            sha256=digest_of(part),
            rows=contents.rows,
            trail_position=contents.trail_position,
            trail_seal=contents.trail_seal,
            trail=contents.trail,
            integrity=contents.integrity,
        )
        write_archive(whole, part, manifest, key=seal_key)
        put_in_place(whole, file)
    if manifest.is_sound:
        with Session(engine) as session, session.begin():
            note_backup(session, file_name=file.name, sha256=manifest.sha256, at=at)
    return manifest


@dataclass(frozen=True)
class Keys:
    """What the trail is checked with."""

    seal_key: bytes
    anchored: Mapping[int, str] | None


def _copy(engine: Engine, part: Path, keys: Keys, *, pg_tools: str) -> tuple[str, str, Contents]:
    """The kind and version of the database, and what is in the copy."""
    if engine.dialect.name == "postgresql":
        with at_one_moment(engine) as (session, snapshot):
            dump_database(session, snapshot, part, folder=pg_tools)
            return _read(session, keys)
    copy_database(Path(engine.url.database or ""), part)
    return _of_copy(part, keys)


def _of_copy(part: Path, keys: Keys) -> tuple[str, str, Contents]:
    copy = create_engine(**engine_options(f"sqlite:///{part.as_posix()}"))
    try:
        with Session(copy) as session:
            return _read(session, keys)
    finally:
        copy.dispose()


def _read(session: Session, keys: Keys) -> tuple[str, str, Contents]:
    health = database_health(session)
    contents = read_contents(session, seal_key=keys.seal_key, anchored=keys.anchored)
    return health.product, health.version, contents
