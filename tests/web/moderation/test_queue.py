from datetime import timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Moderation
from qa_app.services.moderation import start_moderation
from qa_app.web.clock import now, today
from tests.factories import a_person, a_service_area, a_team


def test_what_waits_is_listed_with_how_long_and_why(get, sign_in, waiting, version):
    sign_in(Role.MODERATOR)
    area = a_service_area("North")
    waiting("A-2", submitted_on=today() - timedelta(days=3), service_area=area)
    oldest = waiting("A-1", submitted_on=today() - timedelta(days=12), service_area=area,
                     team=a_team(area, "Duty"))  # fmt: skip
    waiting("A-3", service_area=area)

    page = get("/moderation")

    assert page.heading == "Moderation"
    assert [row[0] for row in page.rows] == ["A-1", "A-2", "A-3"]
    assert page.rows[0][1].startswith("12 days")
    assert page.rows[0][2:4] == ["Overall judgement is the lowest grade", "North, Duty"]
    assert page.rows[0][4] == f"{oldest.stream.name}, {version.tool.name}"
    assert page.rows[2][1].startswith("Since today")
    assert "Waiting: 3 audits" in page.text


def test_an_empty_queue_says_so(get, sign_in):
    sign_in(Role.MODERATOR)

    assert "No audit waits for you." in get("/moderation").text


def test_taking_one_opens_it_and_lists_it_as_mine(get, send, sign_in, waiting, session):
    moderator = sign_in(Role.MODERATOR)
    audit = waiting("A-1")

    page = send(f"/moderation/take/{audit.id}")

    assert page.heading == "Moderate A-1"
    assert session.get_one(Audit, audit.id).status is AuditStatus.IN_MODERATION
    moderation = session.scalars(select(Moderation)).one()
    assert moderation.moderator_id == moderator.id
    assert get("/moderation").link("Go on with A-1") == f"/moderation/{moderation.id}"


def test_one_that_somebody_else_took_a_moment_ago(send, sign_in, waiting, session):
    audit = waiting()
    start_moderation(session, audit, by=a_person(Role.MODERATOR, name="Bea Lind"), at=now())
    sign_in(Role.MODERATOR)

    page = send(f"/moderation/take/{audit.id}", status=409)

    assert "Bea Lind is moderating this audit now. Choose another from the queue." in page.text


def test_ones_own_audit_is_not_offered_and_refused_with_a_reason(get, send, sign_in, waiting):
    person = sign_in(Role.MODERATOR, Role.AUDITOR)
    audit = waiting(auditor=person)

    assert get("/moderation").rows == []
    page = send(f"/moderation/take/{audit.id}", status=403)
    assert "This is your own audit, so somebody else has to moderate it." in page.text


def test_an_audit_of_ones_own_work_is_refused_with_a_reason(get, send, sign_in, waiting):
    sign_in(Role.MODERATOR, name="Bea Lind")
    audit = waiting(worker_name="Bea Lind")

    assert get("/moderation").rows == []
    page = send(f"/moderation/take/{audit.id}", status=403)
    assert "You are named as the worker in this audit" in page.text


def test_an_audit_of_another_service_area_does_not_exist(get, send, sign_in, waiting):
    sign_in(Role.MODERATOR, areas=[a_service_area("North")])
    audit = waiting(service_area=a_service_area("South"))

    assert get("/moderation").rows == []
    send(f"/moderation/take/{audit.id}", status=404)


def test_a_moderation_of_another_service_area_does_not_exist(get, sign_in, waiting, session):
    moderation = start_moderation(session, waiting(), by=a_person(Role.MODERATOR), at=now())
    sign_in(Role.MODERATOR, areas=[a_service_area("North")])

    get(f"/moderation/{moderation.id}", status=404)


def test_anothers_moderation_is_not_opened(get, sign_in, waiting, session):
    moderation = start_moderation(session, waiting(), by=a_person(Role.MODERATOR, name="Bea Lind"), at=now())
    sign_in(Role.MODERATOR)

    page = get(f"/moderation/{moderation.id}", status=403)

    assert "Bea Lind is moderating this audit, so only they can go on." in page.text


def test_a_qa_lead_sees_the_queue_but_moderates_nothing(get, send, sign_in, waiting):
    sign_in(Role.QA_LEAD)
    audit = waiting()

    page = get("/moderation")

    assert page.rows[0][2] == "Overall judgement is the lowest grade"
    assert "Take it" not in page.text
    send(f"/moderation/take/{audit.id}", status=403)


def test_a_qa_lead_returns_what_a_moderator_who_is_away_took(get, send, sign_in, waiting, session):
    audit = waiting("A-1")
    moderation = start_moderation(session, audit, by=a_person(Role.MODERATOR, name="Bea Lind"), at=now())
    sign_in(Role.QA_LEAD)
    assert get("/moderation").rows[0][:2] == ["A-1", "Bea Lind"]

    page = send(f"/moderation/{moderation.id}/release")

    assert page.messages == ["A-1 is back in the queue."]
    assert session.get_one(Audit, audit.id).status is AuditStatus.SUBMITTED


def test_a_moderator_does_not_release_what_another_took(send, sign_in, waiting, session):
    moderation = start_moderation(session, waiting(), by=a_person(Role.MODERATOR), at=now())
    sign_in(Role.MODERATOR)

    send(f"/moderation/{moderation.id}/release", status=403)


def test_fifty_to_a_page(get, sign_in, waiting, session, version):
    sign_in(Role.MODERATOR)
    area, stream, auditor = a_service_area(), waiting("A-00").stream, a_person(Role.AUDITOR)
    for number in range(1, 52):
        waiting(f"A-{number:02}", service_area=area, stream=stream, auditor=auditor)

    first, second = get("/moderation"), get("/moderation?page=2")

    assert [len(first.rows), len(second.rows)] == [50, 2]
    assert "Waiting: 52 audits" in first.text
    assert second.rows[-1][0] == "A-51"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VIEWER, Role.ADMINISTRATOR])
def test_it_is_not_for_everybody(get, sign_in, role):
    sign_in(role)

    get("/moderation", status=403)
    get("/moderation/agreement", status=403)
    get("/moderation/rule", status=403)


def test_in_blind_mode_the_queue_gives_no_grade_away(get, sign_in, waiting, blind):
    """“Lowest grade” says what the auditor judged."""
    sign_in(Role.MODERATOR)
    waiting("A-1")

    page = get("/moderation")

    assert page.rows[0][2] == "Chosen for moderation"
    assert "lowest" not in page.text
    assert "A-1" not in page.links
