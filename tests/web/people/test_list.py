from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.services.trail import record
from qa_app.web.clock import now
from tests.factories import a_person, a_service_area


@pytest.fixture
def council(session, sign_in):
    """An administrator called Ada, and somebody in every standing."""
    ada = sign_in(Role.ADMINISTRATOR, name="Ada Admin")
    north = a_service_area("North")
    mo = a_person(Role.MODERATOR, Role.AUDITOR, name="Mo Derator", areas=[north])
    left = a_person(Role.AUDITOR, name="Lee Ver")
    left.may_sign_in = False
    named = a_person(name="Ing Ported")
    named.may_sign_in, named.email, named.password_hash = False, None, None
    session.add_all([mo, left, named])
    session.flush()
    at = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # in London it is 1 April already
    record(session, "signed in", by=mo, at=at, subject="person", subject_id=mo.id)
    record(session, "changed password", by=left, at=at, subject="person", subject_id=left.id)
    return ada


def test_lists_people_by_name_with_what_they_may_do(council, get):
    rows = get("/people").rows

    assert [row[1:4] for row in rows] == [
        ["Administrator", "All", "May sign in"],
        ["None", "All", "Known by name only"],
        ["Auditor", "All", "Stopped"],
        ["Auditor, Moderator", "North", "May sign in"],
    ]
    assert [row[0].split()[0] for row in rows] == ["Ada", "Ing", "Lee", "Mo"]
    assert rows[3][4] == "1 Apr 2026"
    assert rows[2][4] == "Never"  # changing a password is not signing in


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("text=derator", ["Mo"]),
        ("text=MO", ["Mo"]),
        ("text=@testshire", ["Ada", "Lee", "Mo"]),
        ("text=%25", []),  # a percent sign stands for itself
        ("text=Lee%07", ["Lee"]),  # what a database cannot compare is dropped
        ("role=auditor", ["Lee", "Mo"]),
        ("role=qa+lead", []),
        ("standing=stopped", ["Lee"]),
        ("standing=known+by+name+only", ["Ing"]),
        ("standing=may+sign+in&role=moderator", ["Mo"]),
        ("role=emperor&standing=asleep&page=-3", ["Ada", "Ing", "Lee", "Mo"]),  # nonsense leaves nobody out
        ("page=99999", []),
    ],
)
def test_finds_people(council, get, search, found):
    page = get(f"/people?{search}")

    assert [row[0].split()[0] for row in page.rows] == found
    assert ("Nobody was found" in page.text) is (not found)


@pytest.mark.parametrize(
    ("days", "found"),
    [(30, ["Idle", "Mo", "Never"]), (90, ["Idle", "Never"]), (180, ["Never"]), (365, []), (7, None)],
)
def test_finds_who_has_not_signed_in_for_long(session, sign_in, get, days, found):
    sign_in(Role.ADMINISTRATOR, name="Ada")
    ago = {"Mo": 31, "Idle": 91, "Never": None, "New": None, "Left": 200, "Here": 29}
    for name, last in ago.items():
        person = a_person(Role.VIEWER, name=name)
        person.created_at = now() - timedelta(days=29 if name == "New" else 364)
        person.may_sign_in = name != "Left"
        session.add(person)
        session.flush()
        if last:
            # An earlier one too, which is of no account.
            for days_ago in (last, 360):
                at = now() - timedelta(days=days_ago)
                record(session, "signed in", by=person, at=at, subject="person", subject_id=person.id)
        record(session, "changed password", by=person, at=now(), subject="person", subject_id=person.id)

    names = [row[0].split()[0] for row in get(f"/people?unseen={days}").rows]

    assert names == (found if found is not None else sorted([*ago, "Ada"]))


def test_long_lists_have_pages_that_keep_the_search(session, sign_in, get):
    sign_in(Role.ADMINISTRATOR)
    session.add_all(a_person(Role.VIEWER, name=f"Viewer {number:03}") for number in range(51))

    first = get("/people?role=viewer")
    second = get(first.link("Next page"))

    assert "1 to 50 of 51 people" in first.text
    assert [row[0].split()[1] for row in second.rows] == ["050"]
    assert "51 to 51 of 51 people" in second.text
    assert "Next page" not in second.links


def test_nothing_of_a_case_is_on_the_pages_about_people(council, get):
    page = get("/people")

    assert "Audits" not in page.tree.xpath("string(//nav)")
    get("/audits", status=403)
