"""What entries say of a case or a person can be emptied, and the trail holds all the same."""

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.domain.sealing import ERASED
from qa_app.models import TrailEntry
from qa_app.queries.trail_check import check_trail
from qa_app.services.trail import erase_details, record
from tests.factories import a_person
from tests.trails import AT, KEY


@pytest.fixture
def ada(session):
    ada = a_person(Role.ADMINISTRATOR)
    session.add(ada)
    session.flush()
    session.info["address"] = "192.0.2.7"
    return ada


def entries(session, *, subject_id):
    session.expire_all()
    return [
        (entry.action, entry.before, entry.after, entry.address, entry.person_id is None, entry.salt is None)
        for entry in session.scalars(
            select(TrailEntry)
            .where(TrailEntry.subject == "audit", TrailEntry.subject_id == subject_id)
            .order_by(TrailEntry.id)
        )
    ]


def test_only_what_is_said_goes_and_only_of_this_subject(session, ada):
    for subject_id in (7, 8):
        about = {"by": ada, "at": AT, "subject": "audit", "subject_id": subject_id}
        record(session, "read audit", **about, is_look=True)
        record(session, "saved answers", **about, before={"status": "allocated"})
    record(session, "changed person", by=ada, at=AT, subject="person", subject_id=7, after={"name": "Mo"})
    session.commit()

    assert erase_details(session, subject="audit", subject_id=7, by=ada, at=AT) == 1
    session.commit()

    emptied, teller = entries(session, subject_id=7)[1:]
    assert entries(session, subject_id=7)[0] == ("read audit", None, None, "192.0.2.7", False, False)
    assert emptied == ("saved answers", None, None, None, False, True)
    assert (teller[0], teller[2]["entries"]) == (ERASED, 1)
    assert entries(session, subject_id=8)[1][1] == {"status": "allocated"}
    of_person = session.scalars(select(TrailEntry).where(TrailEntry.action == "changed person")).one()
    assert of_person.after == {"name": "Mo"}
    assert check_trail(session, KEY).fault is None


def test_to_erase_again_empties_what_came_since_and_never_what_tells_of_it(session, ada):
    about = {"by": ada, "at": AT, "subject": "audit", "subject_id": 7}
    for number in range(3):
        record(session, "saved answers", **about, after={"answered": number})
        session.commit()
        # In the same transaction too, before the entry is sealed.
        record(session, "saved details", **about, after={"worker": "Mo"})
        assert erase_details(session, **about) == 2
        session.commit()
        assert erase_details(session, **about) == 0
        session.commit()

    told = [after for action, _, after, *_ in entries(session, subject_id=7) if action == ERASED]
    assert [each["entries"] for each in told] == [2, 2, 2]
    assert check_trail(session, KEY).fault is None


def test_an_erasing_that_is_rolled_back_has_erased_nothing(session, ada):
    about = {"by": ada, "at": AT, "subject": "audit", "subject_id": 7}
    record(session, "saved answers", **about, after={"answered": 1})
    session.commit()
    erase_details(session, **about)
    session.rollback()

    assert entries(session, subject_id=7)[0][2] == {"answered": 1}
    assert check_trail(session, KEY).fault is None
