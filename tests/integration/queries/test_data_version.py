"""When what was drawn before is still what the database holds."""

import pytest
from sqlalchemy.orm import Session

from qa_app.queries.data_version import data_version
from qa_app.services.trail import record
from tests.trails import AT


def say(session, **named):
    record(session, "said", by=None, at=AT, subject="test", **named)


def seen_by_another(engine):
    with Session(engine) as other:
        return data_version(other)


def test_every_change_makes_another_version_once_it_is_committed(session, engine):
    versions = [seen_by_another(engine)]
    for _ in range(3):
        say(session)
        session.flush()
        if engine.dialect.name == "postgresql":  # SQLite's other writers wait until the commit
            assert seen_by_another(engine) == versions[-1]
        session.commit()
        versions.append(seen_by_another(engine))

    assert len(set(versions)) == 4


def test_looks_make_none(session, engine):
    say(session)
    session.commit()
    before = seen_by_another(engine)
    for _ in range(5):
        say(session, is_look=True)
        session.commit()

    assert seen_by_another(engine) == before


def test_a_change_that_was_begun_first_and_committed_last_makes_another_version(session, engine):
    """Its entry has a lower number than one that was seen already."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets in one writer at a time, so nobody can overtake")
    say(session)
    session.flush()
    with Session(engine) as overtaking:
        say(overtaking)
        overtaking.commit()
    before = seen_by_another(engine)
    session.commit()

    assert seen_by_another(engine) != before
