"""What the check of the trail finds, on a trail that others have changed."""

from random import Random

import pytest
from sqlalchemy import delete, insert, select, text, update

from qa_app.domain.sealing import ERASED
from qa_app.domain.trail_checking import Fault, Wrong
from qa_app.models import TrailEntry, TrailSeal
from qa_app.queries import trail_chain
from qa_app.queries.trail_check import check_trail
from tests.conftest import unguarded
from tests.tampering import TAMPERINGS, tamper_and_check
from tests.trails import AT, EMPTIED, KEY, a_trail, all_seals, teller_of

LENGTH = 240


@pytest.fixture
def trail(session, engine, monkeypatch):
    """A trail that is read in a few pages."""
    monkeypatch.setattr(trail_chain, "READ_AT_ONCE", 70)
    with engine.begin() as connection, unguarded(connection):
        connection.execute(delete(TrailSeal))
        connection.execute(delete(TrailEntry))
        a_trail(connection, LENGTH)


def test_a_trail_that_nobody_touched_is_as_it_was_sealed(trail, session):
    found = check_trail(session, KEY, anchored=all_seals(session.connection()))

    assert (found.entries, found.fault) == (LENGTH, None)
    assert found.seal == session.scalar(select(TrailSeal.seal).where(TrailSeal.position == LENGTH))


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_wrong_is_found_and_named(trail, engine, tampering, seed):
    expected, found = tamper_and_check(engine, tampering, Random(seed), LENGTH)

    assert found == expected


def changed(engine, *statements):
    """As by somebody who writes to the database itself."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        with unguarded(connection):
            for statement in statements:
                connection.execute(statement)


def test_without_what_tells_of_an_erasing_the_erased_entries_are_not_explained(trail, engine, session):
    changed(engine, update(TrailEntry).where(TrailEntry.id == teller_of(LENGTH)).values(action="nothing"))

    assert check_trail(session, KEY).fault == Fault(Wrong.ERASED, EMPTIED, EMPTIED)


@pytest.mark.parametrize(
    "told",
    [
        {"numbers": [[1, 999_999_999_999_999]]},  # more than there are: no reason to run out of memory
        {"numbers": [[1, 2, 3], ["a", "b"], 7, None]},
        {"numbers": 7},
        ["numbers"],
        7,
    ],
)
def test_what_a_forger_writes_of_an_erasing_stops_no_check(trail, engine, session, told):
    forged = {"id": 900, "happened_at": AT, "action": ERASED, "subject": "audit", "after": told, "salt": "s"}
    changed(engine, insert(TrailEntry).values(forged))

    assert check_trail(session, KEY).fault == Fault(Wrong.NO_SEAL, None, 900)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("happened_at", "'yesterday'"),
        ("action", "CAST(x'ff' AS TEXT)"),
        ("before", "'{not JSON'"),
        ("is_look", "'perhaps'"),
        ("subject_id", "'somebody'"),
    ],
)
def test_what_is_no_value_of_its_kind_is_found_too(trail, engine, session, column, value):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes no such values, whoever writes them")
    changed(engine, update(TrailEntry).where(TrailEntry.id == 100).values({column: text(value)}))

    assert check_trail(session, KEY).fault == Fault(Wrong.CHANGED, 100, 100)


def test_another_key_fits_nothing(trail, session):
    assert check_trail(session, bytes(32)).fault == Fault(Wrong.CHANGED, 1, 1)


@pytest.mark.parametrize("end", [0, LENGTH - 1])
def test_only_the_anchor_tells_that_the_end_was_cut_off(trail, engine, session, end):
    anchored = all_seals(session.connection())
    session.rollback()
    changed(
        engine,
        delete(TrailSeal).where(TrailSeal.position > end),
        delete(TrailEntry).where(TrailEntry.id > end),
    )

    assert check_trail(session, KEY).fault is None
    assert check_trail(session, KEY, anchored=anchored).fault == Fault(Wrong.CUT_OFF, end + 1)
    only_the_last = {LENGTH: anchored[LENGTH]}
    assert check_trail(session, KEY, anchored=only_the_last).fault == Fault(Wrong.CUT_OFF, end + 1)


def test_an_entry_before_the_first_is_out_of_order(trail, engine, session):
    changed(engine, update(TrailSeal).where(TrailSeal.position == 7).values(position=-1))

    assert check_trail(session, KEY).fault == Fault(Wrong.OUT_OF_ORDER, -1, 7)
