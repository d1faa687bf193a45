"""What is recorded is sealed when it is committed, and neither before nor otherwise."""

import pytest
from sqlalchemy import create_engine, delete, func, insert, select
from sqlalchemy.orm import Session

from qa_app.database import engine_options, prepare
from qa_app.domain.sealing import FIRST, digest_of, seal_of
from qa_app.models import TrailEntry, TrailSeal
from qa_app.queries import trail_chain
from qa_app.queries.trail_chain import chain_end, entries_to_seal
from qa_app.queries.trail_check import check_trail
from qa_app.services import sealing
from qa_app.services.sealing import seal_the_rest
from qa_app.services.trail import record
from tests.conftest import unguarded
from tests.trails import AT, KEY


def say(session, action="said", **named):
    record(session, action, by=None, at=AT, subject="test", **named)


def fail_in_a_savepoint(session):
    with session.begin_nested():
        say(session, "failed")
        session.flush()
        raise ZeroDivisionError


def sealed_actions(session):
    statement = (
        select(TrailEntry.action)
        .join(TrailSeal, TrailSeal.entry_id == TrailEntry.id)
        .where(TrailEntry.subject == "test")
        .order_by(TrailSeal.position)
    )
    return session.scalars(statement).all()


@pytest.fixture
def at_start(session):
    """Where the chain ended before."""
    return chain_end(session)


def test_the_entries_of_a_commit_are_sealed_in_their_order_onto_what_was_there(session, at_start):
    say(session, "said one", after={"b": 1, "a": "ö"}, subject_id=7)
    session.flush()
    assert chain_end(session) == at_start  # nothing holds the chain while a transaction goes on
    say(session, "said two", is_look=True)
    session.commit()

    position, seal = at_start
    links = session.scalars(
        select(TrailSeal).where(TrailSeal.position > position).order_by(TrailSeal.position)
    ).all()
    for link, (entry, details) in zip(
        links, entries_to_seal(session, [each.entry_id for each in links]), strict=True
    ):
        position += 1
        seal = seal_of(KEY, seal, position, entry, digest_of(details))
        assert (link.position, link.details_digest, link.seal) == (position, digest_of(details), seal)
    assert sealed_actions(session) == ["said one", "said two"]


def test_nothing_is_sealed_of_what_was_rolled_back(session, engine, at_start):
    say(session, "rolled back")
    session.flush()
    session.rollback()
    say(session, "kept")
    session.commit()
    with Session(engine) as other:
        say(other, "left open")
        other.flush()
        other.close()
        say(other, "kept too")
        other.commit()

    assert sealed_actions(session) == ["kept", "kept too"]
    assert chain_end(session)[0] == at_start[0] + 2


def test_a_savepoint_takes_back_only_what_was_said_in_it(session):
    say(session, "before")
    with session.begin_nested():
        say(session, "inside")
    with session.begin_nested() as savepoint:
        say(session, "taken back")
        session.flush()
        savepoint.rollback()
    with pytest.raises(ZeroDivisionError):
        fail_in_a_savepoint(session)
    say(session, "after")
    assert sealed_actions(session) == []
    session.commit()

    assert sealed_actions(session) == ["before", "inside", "after"]


def test_what_is_committed_with_a_savepoint_still_open_is_sealed(session):
    session.begin_nested()
    say(session, "inside")
    session.commit()

    assert sealed_actions(session) == ["inside"]


def test_a_session_that_forgets_its_rows_seals_them_all_the_same(session):
    say(session, "forgotten")
    session.flush()
    session.expunge_all()
    session.commit()
    say(session, "expired")
    session.flush()
    session.expire_all()
    session.commit()

    assert sealed_actions(session) == ["forgotten", "expired"]


def test_a_database_opened_without_the_key_takes_no_change(database_url, session):
    engine = create_engine(**engine_options(database_url))
    prepare(engine)
    with Session(engine) as keyless:
        say(keyless, "in secret")
        with pytest.raises(RuntimeError, match="without the key"):
            keyless.commit()
        with pytest.raises(RuntimeError, match="without the key"):
            keyless.commit()  # the same again is no way round it
        keyless.rollback()
    engine.dispose()

    assert session.scalar(select(func.count()).where(TrailEntry.action == "in secret")) == 0


def test_entries_from_before_there_were_seals_are_sealed_once(session):
    with unguarded(session.connection()):
        session.execute(delete(TrailSeal))
    rows = [
        {
            "happened_at": AT,
            "action": f"said {number}",
            "subject": "test",
            "salt": "s",
            "after": {"n": number},
        }
        for number in range(3)
    ]
    session.execute(insert(TrailEntry), rows)
    say(session, "said last")
    assert chain_end(session) == (0, FIRST)
    there = session.scalar(select(func.count()).select_from(TrailEntry))
    assert seal_the_rest(session) == there
    session.commit()

    # From now on an entry without a seal was put there by somebody else.
    session.execute(insert(TrailEntry), rows[:1])
    say(session, "said later")
    assert seal_the_rest(session) == 0
    session.commit()
    assert sealed_actions(session) == ["said 0", "said 1", "said 2", "said last", "said later"]


def test_many_entries_of_one_commit_are_sealed_in_parts(session, monkeypatch):
    monkeypatch.setattr(trail_chain, "READ_AT_ONCE", 7)
    monkeypatch.setattr(sealing, "AT_ONCE", 5)
    for number in range(40):
        say(session, f"said {number}")
    session.commit()

    assert sealed_actions(session) == [f"said {number}" for number in range(40)]
    assert check_trail(session, KEY).fault is None
