"""Many commits at the same moment: one chain, without a gap and without a fork."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.models import Person, TrailEntry, TrailSeal
from qa_app.queries.trail_check import check_trail
from qa_app.services.trail import record
from tests.factories import a_person
from tests.trails import AT, KEY

THREADS, EACH = 8, 125


def say(session, action="said", **named):
    record(session, action, by=None, at=AT, subject="test", **named)


def take_turns(engine, number, barrier):
    """Every fifth transaction is rolled back at first, every seventh in part; every third says two things."""
    said = 0
    barrier.wait()
    for turn in range(EACH):
        with Session(engine) as session:
            say(session, subject_id=number, after={"turn": turn}, is_look=turn % 2 == 0)
            if turn % 5 == 0:
                session.flush()
                session.rollback()
                say(session, subject_id=number)
            if turn % 7 == 0:
                with session.begin_nested() as savepoint:
                    say(session, "taken back")
                    session.flush()
                    savepoint.rollback()
            if turn % 3 == 0:
                say(session, subject_id=number)
            session.commit()
            said += 2 if turn % 3 == 0 else 1
    return said


def test_a_thousand_commits_of_eight_at_once_make_one_chain(session, engine):
    before = session.scalar(select(func.count()).select_from(TrailSeal))
    session.commit()
    barrier = Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        said = sum(pool.map(lambda number: take_turns(engine, number, barrier), range(THREADS)))

    assert said > THREADS * EACH == 1_000
    positions = session.scalars(select(TrailSeal.position).order_by(TrailSeal.position)).all()
    assert positions == list(range(1, before + said + 1))
    assert session.scalar(select(func.count()).where(TrailEntry.action == "taken back")) == 0
    assert session.scalar(select(func.count()).select_from(TrailEntry)) == before + said
    found = check_trail(session, KEY)
    assert (found.entries, found.fault) == (before + said, None)


def test_nobody_waits_for_the_chain_who_holds_what_others_wait_for(session, engine):
    """Else two who both record something and change the same row would wait for each other."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets in one writer at a time, so no two can wait for each other")
    person = a_person(Role.AUDITOR)
    session.add(person)
    session.commit()
    number, has_recorded = person.id, Event()

    def second():
        with Session(engine) as other:
            say(other, "second")
            other.flush()
            has_recorded.set()
            other.get_one(Person, number).name = "Second"
            other.commit()

    with Session(engine) as first, ThreadPoolExecutor(1) as pool:
        first.get_one(Person, number).name = "First"
        first.flush()
        waiting = pool.submit(second)
        assert has_recorded.wait(10)
        with pytest.raises(TimeoutError):
            waiting.result(0.5)  # for the row, which the first holds
        say(first, "first")
        first.commit()
        waiting.result(10)

    session.rollback()
    assert person.name == "Second"
    assert check_trail(session, KEY).fault is None
