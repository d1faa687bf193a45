"""What the database itself refuses to do to the trail, whoever is connected and by whatever statement."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from qa_app.models import TrailEntry, TrailSeal
from qa_app.queries.trail_check import check_trail
from tests.conftest import unguarded
from tests.trails import KEY, a_trail

LENGTH = 30
REFUSED = "The trail is only ever added to"

CHANGES = [
    "UPDATE trail_entry SET action = 'nothing' WHERE id = 7",
    "UPDATE trail_entry SET subject = 'nothing' WHERE id = 7",
    "UPDATE trail_entry SET subject_id = NULL WHERE id = 7",
    "UPDATE trail_entry SET happened_at = '2020-01-01 00:00:00' WHERE id = 7",
    "UPDATE trail_entry SET is_look = NOT is_look WHERE id = 7",
    "UPDATE trail_entry SET id = 700 WHERE id = 7",
    "UPDATE trail_entry SET before = NULL WHERE id = 7",
    "UPDATE trail_entry SET before = NULL, after = NULL, address = NULL WHERE id = 7",
    "UPDATE trail_entry SET after = '{}' WHERE id = 7",
    "UPDATE trail_entry SET salt = NULL WHERE id = 7",
    "UPDATE trail_entry SET address = '192.0.2.1' WHERE id = 7",
    "UPDATE trail_entry SET before = NULL, after = NULL, address = NULL, salt = '' WHERE id = 7",
    "UPDATE trail_entry SET before = NULL, after = NULL, address = NULL, salt = NULL, action = 'x'"
    " WHERE id = 7",
    "UPDATE trail_entry SET before = NULL, after = NULL, address = NULL, salt = NULL, id = 700 WHERE id = 7",
    "UPDATE trail_entry SET before = NULL, after = NULL, address = NULL, salt = NULL, is_look = NOT is_look"
    " WHERE id = 7",
    "UPDATE trail_seal SET seal = 'x' WHERE position = 7",
    "UPDATE trail_seal SET details_digest = 'x' WHERE position = 7",
    "UPDATE trail_seal SET position = 700 WHERE position = 7",
    "UPDATE trail_seal SET entry_id = entry_id WHERE position = 7",
    "DELETE FROM trail_entry WHERE id = 7",
    "DELETE FROM trail_entry",
    "DELETE FROM trail_seal WHERE position = 7",
    "DELETE FROM trail_seal",
]
_VALUES = "'2020-01-01 00:00:00', 'x', 'x', false"
_ENTRY = "trail_entry (id, happened_at, action, subject, is_look) VALUES"
_SEAL = "trail_seal (position, entry_id, details_digest, seal) VALUES"
OF_SQLITE = [
    f"REPLACE INTO {_ENTRY} (7, {_VALUES})",
    f"INSERT OR REPLACE INTO {_ENTRY} (7, {_VALUES})",
    f"INSERT INTO {_ENTRY} (7, {_VALUES}) ON CONFLICT (id) DO UPDATE SET action = 'x'",
    "UPDATE OR REPLACE trail_entry SET id = 8 WHERE id = 7",
    f"REPLACE INTO {_SEAL} (7, 7, 'x', 'x')",
    f"REPLACE INTO {_SEAL} (700, 7, 'x', 'x')",
    f"INSERT OR REPLACE INTO {_SEAL} (7, 7, 'x', 'x')",
    "UPDATE OR REPLACE trail_seal SET position = 8 WHERE position = 7",
    "WITH victims AS (SELECT 7 AS id) DELETE FROM trail_entry WHERE id IN (SELECT id FROM victims)",
]
OF_POSTGRESQL = [
    f"INSERT INTO {_ENTRY} (7, {_VALUES}) ON CONFLICT (id) DO UPDATE SET action = 'x'",
    f"INSERT INTO {_SEAL} (7, 7, 'x', 'x') ON CONFLICT (position) DO UPDATE SET seal = 'x'",
    "TRUNCATE trail_seal",
    "TRUNCATE trail_entry CASCADE",
    "TRUNCATE trail_entry, trail_seal",
    "TRUNCATE person CASCADE",
    "WITH gone AS (DELETE FROM trail_entry WHERE id = 7 RETURNING id) SELECT * FROM gone",
    "MERGE INTO trail_entry USING (SELECT 7 AS id) AS v ON trail_entry.id = v.id"
    " WHEN MATCHED THEN UPDATE SET action = 'x'",
    "MERGE INTO trail_seal USING (SELECT 7 AS id) AS v ON trail_seal.position = v.id"
    " WHEN MATCHED THEN DELETE",
]


@pytest.fixture
def trail(session, engine):
    with engine.begin() as connection, unguarded(connection):
        connection.execute(delete(TrailSeal))
        connection.execute(delete(TrailEntry))
        a_trail(connection, LENGTH)


def run(engine, statement):
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.execute(text(statement))


@pytest.mark.parametrize("statement", CHANGES)
def test_nothing_that_is_there_is_changed(trail, engine, session, statement):
    with pytest.raises(DBAPIError, match=REFUSED):
        run(engine, statement)

    assert check_trail(session, KEY).entries == LENGTH


@pytest.mark.parametrize(("kind", "statement"), [
    *(("sqlite", statement) for statement in OF_SQLITE),
    *(("postgresql", statement) for statement in OF_POSTGRESQL),
])  # fmt: skip
def test_nor_by_what_only_this_database_can_do(trail, engine, session, kind, statement):
    if engine.dialect.name != kind:
        pytest.skip("A statement of the other database")
    with pytest.raises(DBAPIError, match=REFUSED):
        run(engine, statement)

    assert check_trail(session, KEY).entries == LENGTH


def test_what_an_entry_says_of_people_can_be_emptied_all_at_once_and_nothing_else_of_it(
    trail, engine, session
):
    was = session.execute(select(TrailEntry.__table__).where(TrailEntry.id == 7)).one()
    session.rollback()
    emptying = "UPDATE trail_entry SET before = NULL, after = NULL, address = NULL, salt = NULL WHERE id = 7"
    run(engine, emptying)
    run(engine, emptying)  # once more is no change

    emptied = session.execute(select(TrailEntry.__table__).where(TrailEntry.id == 7)).one()
    assert (emptied.before, emptied.after, emptied.address, emptied.salt) == (None,) * 4
    for column in ("id", "happened_at", "person_id", "action", "subject", "subject_id", "is_look"):
        assert getattr(emptied, column) == getattr(was, column)


def test_it_is_added_to(trail, engine, session):
    run(engine, f"INSERT INTO {_ENTRY} (700, {_VALUES})")
    run(engine, f"INSERT INTO {_SEAL} (700, 700, 'x', 'x')")

    assert session.get(TrailSeal, 700).entry_id == 700
