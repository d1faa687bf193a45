from datetime import timedelta

from qa_app.domain.roles import Role
from qa_app.services.trail import record
from qa_app.web.clock import now
from qa_app.web.formatters import format_instant
from tests.factories import a_person


def shown(page) -> str:
    return page.tree.xpath("string(//dt[contains(., 'Last signed in before')]/following-sibling::dd)")


def test_a_person_sees_when_they_signed_in_before_so_that_a_stranger_is_noticed(sign_in, get, session):
    mo, other = a_person(Role.VIEWER), a_person(Role.VIEWER)
    session.add_all([mo, other])
    session.flush()
    sign_in(person=mo)
    assert shown(get("/account")) == "Never"

    at = now() - timedelta(days=3)
    for person, action, days in (
        (mo, "signed in", 0),
        (mo, "signed in", 9),
        (mo, "changed password", -1),
        (other, "signed in", -1),
    ):
        when = at - timedelta(days=days)
        record(session, action, by=person, at=when, subject="person", subject_id=person.id)

    assert shown(get("/account")) == format_instant(at)
