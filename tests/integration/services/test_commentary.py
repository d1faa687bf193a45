from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.commentary import Said
from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.models import Commentary, Measure, Person, TrailEntry
from qa_app.queries.commentary import comments_of, versions_of
from qa_app.services.commentary import save_comment
from tests.factories.measures import a_measure
from tests.factories.people import a_person

AT = datetime(2017, 1, 10, 9, tzinfo=UTC)
Q2, Q3 = Quarter(2016, 2), Quarter(2016, 3)


@pytest.fixture
def lead(session):
    person = a_person(Role.QA_LEAD)
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def measure(session):
    measure = a_measure(responsible=a_person(Role.AUDITOR, name="Rosa Responsible"))
    session.add(measure)
    session.commit()
    return measure


def save(session, measure, text, *, number, by, period=Q3, **named):
    return save_comment(session, measure, period, Said(text, **named), opened_at_number=number, by=by, at=AT)


def test_every_version_is_kept_and_the_last_one_holds(session, measure, lead):
    save(session, measure, "First", number=0, by=measure.responsible)
    save(session, measure, "Another quarter", number=0, by=lead, period=Q2)
    save(session, measure, "Second", number=1, by=lead, action="Train", owner="Ada", due_on=date(2017, 3, 1),
         status=2, analysis="Falling")  # fmt: skip
    session.expire_all()

    assert [(c.number, c.text, c.written_by) for c in versions_of(session, measure.id, Q3)] == [
        (2, "Second", lead.name),
        (1, "First", "Rosa Responsible"),
    ]
    assert comments_of(session, [measure.id], [Q3])[measure.id, Q3.key].text == "Second"
    assert [row.after for row in session.scalars(select(TrailEntry).order_by(TrailEntry.id))] == [
        {"measure": measure.code, "period": "2016-17-Q3", "version": 1},
        {"measure": measure.code, "period": "2016-17-Q2", "version": 1},
        {"measure": measure.code, "period": "2016-17-Q3", "version": 2, "status": 2},
    ]


def test_saving_the_same_again_adds_nothing(session, measure, lead):
    save(session, measure, "First", number=0, by=lead)

    assert save(session, measure, " First ", number=1, by=lead) is None
    assert len(versions_of(session, measure.id, Q3)) == 1


def test_nothing_at_all_is_no_comment_but_what_was_said_may_be_taken_back(session, measure, lead):
    with pytest.raises(InvalidInput, match="Write a comment"):
        save(session, measure, " ", number=0, by=lead)

    save(session, measure, "First", number=0, by=lead)
    save(session, measure, "", number=1, by=lead)

    assert [c.text for c in versions_of(session, measure.id, Q3)] == ["", "First"]


@pytest.mark.parametrize("number", [0, 2])
def test_what_was_opened_before_somebody_elses_comment_is_refused(session, measure, lead, number):
    save(session, measure, "First", number=0, by=measure.responsible)
    session.commit()

    with pytest.raises(Conflict, match="save again to put yours in its place"):
        save(session, measure, "Mine", number=number, by=lead)

    assert [c.text for c in versions_of(session, measure.id, Q3)] == ["First"]


def test_nobody_else_may(session, measure):
    other = a_person(Role.AUDITOR, Role.MODERATOR)
    session.add(other)
    session.flush()

    with pytest.raises(NotPermitted, match="responsible"):
        save(session, measure, "Mine", number=0, by=other)


def test_two_people_comment_first_at_once(session, engine, measure, lead):
    """Neither read a version, so nothing is there to be locked: the database lets one of them in."""
    ids, start, outcomes = (measure.id, lead.id), Barrier(2), []
    session.commit()

    def comment(text: str) -> None:
        with Session(engine) as own:
            start.wait(timeout=10)
            try:
                save(own, own.get_one(Measure, ids[0]), text, number=0, by=own.get_one(Person, ids[1]))
                own.commit()
                outcomes.append("saved")
            except Conflict:
                outcomes.append("conflict")

    threads = [Thread(target=comment, args=(text,)) for text in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["conflict", "saved"]
    assert len(session.scalars(select(Commentary)).all()) == 1
