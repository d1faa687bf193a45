"""What somebody still has open, when they leave."""

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.services.moderation import start_moderation
from tests.factories import a_measure, a_moderation, a_person, a_tool_version, an_audit
from tests.factories.moderations import AT


@pytest.fixture
def mo(session):
    """Somebody with work of every kind, done and not; and another whose work is theirs."""
    mo, other = a_person(Role.AUDITOR, Role.MODERATOR, name="Mo"), a_person(Role.AUDITOR, Role.MODERATOR)
    session.add_all([mo, other])
    version = a_tool_version(session)
    waits = {"status": AuditStatus.SUBMITTED}
    for auditor, prefix in ((mo, "MO"), (other, "NO")):
        session.add_all(
            an_audit(version, status=status, auditor=auditor, reference=f"{prefix}-{status.name}")
            for status in AuditStatus
        )
        session.add(a_measure(f"Measure of {prefix}", responsible=auditor))
    session.add(a_measure("Out of use", responsible=mo, active=False))
    taken = an_audit(version, reference="TAKEN", auditor=other, **waits)
    session.add_all([taken, an_audit(version, reference="LEFT-ALONE", auditor=other, **waits)])
    session.flush()
    start_moderation(session, taken, by=mo, at=AT)
    a_moderation(session, an_audit(version, reference="DONE", auditor=other, **waits), by=mo)
    session.commit()
    return mo


WORK = "//ul[contains(@class, 'app-person__work')]"
OPEN = ["MO-ALLOCATED, not started", "MO-IN_PROGRESS, in progress", "TAKEN", "Measure of MO"]


def work_on(page) -> list[str]:
    return [item.text_content().strip() for item in page.tree.xpath(f"{WORK}/li")]


def test_what_is_open_is_shown_and_stays_so_once_they_were_stopped(mo, sign_in, get, send):
    sign_in(Role.ADMINISTRATOR)

    page = get(f"/people/{mo.id}")
    assert work_on(page) == OPEN
    assert "When they leave, a QA lead gives it to others" in page.text

    page = send(f"/people/{mo.id}/stop")
    assert work_on(page) == OPEN
    assert "They may not sign in: a QA lead gives it to others" in page.text


def test_an_administrator_reads_references_and_follows_none(mo, sign_in, get):
    sign_in(Role.ADMINISTRATOR)

    assert not get(f"/people/{mo.id}").tree.xpath(f"{WORK}//a")


def test_who_is_a_qa_lead_too_hands_it_on_from_there(mo, sign_in, get):
    sign_in(Role.ADMINISTRATOR, Role.QA_LEAD)

    page = get(f"/people/{mo.id}")

    leading = page.tree.xpath(f"{WORK}//a/@href")
    assert len(leading) == len(OPEN)
    for href in leading:
        get(href)
    assert page.link("MO-ALLOCATED, not started").endswith("/reassign")


def test_who_has_nothing_open_has_no_list(sign_in, get, session):
    idle = a_person(Role.AUDITOR)
    session.add(idle)
    sign_in(Role.ADMINISTRATOR)

    assert "still have open" not in get(f"/people/{idle.id}").text
