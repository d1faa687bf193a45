from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.queries.moderation_queue import audits_in_moderation, waiting_audits
from qa_app.services.moderation import ask_for_moderation, give_back, start_moderation
from tests.factories import a_person, a_service_area, a_tool_version, an_audit

AT = datetime(2017, 1, 9, 10, tzinfo=UTC)


@pytest.fixture
def version(session):
    return a_tool_version(session)


@pytest.fixture
def moderator(session):
    person = a_person(Role.MODERATOR, Role.AUDITOR, name="Bea Lind")
    session.add(person)
    session.flush()
    return person


@pytest.fixture
def put(session, version):
    def add(reference, *, status=AuditStatus.SUBMITTED, day=5, **named):
        audit = an_audit(
            version,
            reference=reference,
            status=status,
            audit_date=date(2016, 12, day),
            chosen_because=ChosenBecause.RANDOM,
            **named,
        )
        session.add(audit)
        session.flush()
        return audit

    return add


def waiting(session, person):
    return [row.reference for row in waiting_audits(session, person=person, scope=person.scope)]


def test_whoever_has_waited_longest_is_at_the_top(session, moderator, put):
    put("B", day=7)
    put("A", day=6)
    put("C", day=7)

    assert waiting(session, moderator) == ["A", "B", "C"]


@pytest.mark.parametrize("status", [status for status in AuditStatus if status is not AuditStatus.SUBMITTED])
def test_only_what_was_submitted_and_not_taken_waits(session, moderator, put, status):
    put("A", status=status)

    assert waiting(session, moderator) == []


@pytest.mark.parametrize("worker_name", ["Bea Lind", "LIND, Bea"])
def test_ones_own_audits_and_own_work_are_not_offered(session, moderator, put, worker_name):
    put("own", auditor=moderator)
    put("own work", worker_name=worker_name)
    put("other", worker_name="Bea Lindqvist")

    assert waiting(session, moderator) == ["other"]


def test_a_moderator_finds_only_their_service_areas(session, put):
    north, south = a_service_area("North"), a_service_area("South")
    limited = a_person(Role.MODERATOR, areas=[north])
    nowhere = a_person(Role.MODERATOR, areas=[])
    session.add_all([limited, nowhere])
    put("in the north", service_area=north)
    put("in the south", service_area=south)

    assert waiting(session, limited) == ["in the north"]
    assert waiting(session, nowhere) == []


def test_what_was_asked_for_has_waited_since_then(session, moderator, put):
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    old = put("finished long ago", status=AuditStatus.FINAL, day=1)
    put("submitted since", day=20)
    session.flush()

    ask_for_moderation(session, old, by=lead, at=AT)

    rows = waiting_audits(session, person=moderator, scope=moderator.scope)
    assert [(row.reference, row.waiting_since) for row in rows] == [
        ("submitted since", datetime(2016, 12, 20, 12, tzinfo=UTC)),
        ("finished long ago", AT),
    ]


def test_who_has_what(session, moderator, put):
    other = a_person(Role.MODERATOR, name="Cy Moss")
    session.add(other)
    mine, theirs, back = put("mine"), put("theirs"), put("given back")
    start_moderation(session, mine, by=moderator, at=AT)
    start_moderation(session, theirs, by=other, at=AT - timedelta(hours=1))
    give_back(session, start_moderation(session, back, by=other, at=AT), by=other, at=AT)

    rows = audits_in_moderation(session, person=moderator, scope=moderator.scope)

    assert [(row.reference, row.moderator) for row in rows] == [("theirs", "Cy Moss"), ("mine", "Bea Lind")]
    assert waiting(session, moderator) == ["given back"]


def test_who_has_what_keeps_to_the_scope(session, put):
    north, south = a_service_area("North"), a_service_area("South")
    limited = a_person(Role.MODERATOR, areas=[north])
    session.add(limited)
    start_moderation(session, put("A", service_area=south), by=a_person(Role.MODERATOR), at=AT)

    assert audits_in_moderation(session, person=limited, scope=limited.scope) == []
