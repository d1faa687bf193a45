"""Who can see what."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from qa_app.domain.roles import Role
from qa_app.models import FeedToken, Identity, SecondFactor, SignedInBy, WebSession
from qa_app.services.sessions import Visit, end_session, start_session
from qa_app.services.trail import record
from qa_app.web.clock import now
from qa_app.web.formatters import format_instant
from tests.factories import a_person, a_service_area


@pytest.fixture
def council(session, sign_in):
    """Somebody with each kind of access, somebody who left, and somebody who is only named in files."""
    north, south = a_service_area("North"), a_service_area("South")
    people = [
        a_person(Role.QA_LEAD, name="Lee Lead", areas=[north]),
        a_person(Role.MODERATOR, Role.AUDITOR, name="Mo Some", areas=[north, south]),
        a_person(Role.MODERATOR, name="Mo All"),
        a_person(Role.AUDITOR, name="Asha", areas=[south]),
        a_person(Role.VIEWER, name="=1+1"),
        a_person(Role.AUDITOR, Role.QA_LEAD, name="Left"),
    ]
    people[-1].may_sign_in = False
    named = a_person(name="Named")
    named.may_sign_in, named.email = False, None
    session.add_all([*people, named])
    session.flush()
    sign_in(Role.ADMINISTRATOR, name="Ada")
    return {person.name: person for person in people}


def by_name(get) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in get("/access").rows}


def test_everybody_who_may_sign_in_stands_with_what_they_see(council, get):
    rows = by_name(get)

    assert {name: row[:3] for name, row in rows.items()} == {
        "=1+1": ["Viewer", "All", "None"],
        "Ada": ["Administrator", "All", "None"],
        "Asha": ["Auditor", "South", "Own audits"],
        "Lee Lead": ["QA lead", "All", "All audits"],  # whatever was chosen for them
        "Mo All": ["Moderator", "All", "All audits"],
        "Mo Some": ["Auditor, Moderator", "North, South", "Audits of these service areas, and own"],
    }
    assert list(rows) == sorted(rows, key=str.lower)


def test_how_they_sign_in_and_where_they_are(council, get, session):
    mo, lee, asha = council["Mo All"], council["Lee Lead"], council["Asha"]
    mo.password_hash, asha.password_hash = None, None
    session.add(SecondFactor(person_id=lee.id, secret="-", made_at=now(), last_step=0))
    session.add(Identity(person_id=mo.id, issuer="https://sso.example", subject="mo", added_at=now()))
    at = now() - timedelta(hours=1)
    for _ in range(2):
        start_session(session, lee, Visit("10.0.0.1", "Firefox"), by=SignedInBy.PASSWORD, at=at)
    # What is over counts no more: one was ended, one left alone for too long.
    start_session(session, mo, Visit("10.0.0.1", "Firefox"), by=SignedInBy.SINGLE_SIGN_ON, at=at)
    end_session(session, session.query(WebSession).filter_by(person_id=mo.id).one(), at=now())
    old = now() - timedelta(days=2)
    start_session(session, asha, Visit("10.0.0.1", "Firefox"), by=SignedInBy.PASSWORD, at=old)
    for name, expires, revoked in (("a", 1, None), ("b", 1, old), ("c", -1, None)):
        times = {"made_at": old, "expires_at": now() + timedelta(days=expires), "revoked_at": revoked}
        session.add(FeedToken(person_id=asha.id, name=name, token_hash=name, feeds=[], **times))

    rows = by_name(get)

    assert rows["Lee Lead"][3:-1] == ["Password", "On", format_instant(at), "2", "0"]
    assert rows["Mo All"][3:-1] == ["Single sign-on", "Off", format_instant(at), "0", "0"]
    assert rows["Asha"][3:-1] == ["Nothing yet", "Off", format_instant(old), "0", "1"]
    assert rows["Mo Some"][3:-1] == ["Password", "Off", "Never", "0", "0"]


def test_only_who_manages_people_is_led_to_them(council, get, sign_in):
    assert get("/access").link("Asha") == f"/people/{council['Asha'].id}"

    sign_in(Role.QA_LEAD)
    assert "Asha" not in get("/access").links


def test_the_files_say_the_same(council, client, get):
    rows = list(by_name(get).values())

    answer = client.get("/access/export/csv")
    read = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert read[0][:3] == ["Name", "Roles", "Service areas"]
    assert [row[1:6] + row[-1:] for row in read[1:]] == [row[:5] + row[-1:] for row in rows]
    assert read[1][0] == "'=1+1"  # never a formula

    answer = client.get("/access/export/xlsx")
    book = load_workbook(io.BytesIO(answer.get_data()))
    sheet = book["Who can see what"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:1] for row in cells if row[1] == "Viewer"] == [["=1+1"]]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert "attachment; filename=access-" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER])
def test_nobody_else_sees_it(sign_in, get, role):
    sign_in(role)

    for path in ("/access", "/access/export/csv", "/access/looks", "/access/looks/csv"):
        get(path, status=403)
    assert "Access" not in get("/").tree.xpath("string(//nav)")


def test_what_is_no_sign_in_does_not_count_as_one(council, get, session):
    asha = council["Asha"]
    record(session, "changed password", by=asha, at=now(), subject="person", subject_id=asha.id)

    assert by_name(get)["Asha"][5] == "Never"
