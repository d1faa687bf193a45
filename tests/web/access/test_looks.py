"""Who has looked at which audit, and when."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.services.trail import record
from tests.factories import a_person, a_tool_version, an_audit

MIDNIGHT = datetime(2026, 3, 31, 23, tzinfo=UTC)  # 1 April begins in London
REFERENCE = 'A-7 "ä"_%'


@pytest.fixture
def looked(session, sign_in):
    """Mo reads one audit a minute before midnight, Ann sees two in a list a minute after; more happens."""
    mo, ann = a_person(Role.MODERATOR, name="Mo"), a_person(Role.QA_LEAD, name="Ann")
    version = a_tool_version(session)
    one = an_audit(version, reference=REFERENCE, evidence="Mother said so")
    two = an_audit(version, reference="A-8", evidence="Mother said so")
    session.add_all([mo, ann, one, two])
    session.flush()
    minute = timedelta(minutes=1)
    session.info["address"] = "10.0.0.7"

    def look(person, action, at, subject="audit", subject_id=None, is_look=True, **after):
        about = {"subject": subject, "subject_id": subject_id, "after": after or None}
        record(session, action, by=person, at=at, is_look=is_look, **about)

    look(mo, "read audit", MIDNIGHT - minute, subject_id=one.id)
    look(ann, "saw audits in a list", MIDNIGHT + minute, subject="audits", audits=[REFERENCE, "A-8"])
    look(ann, "saw problems of import", MIDNIGHT + 2 * minute, subject="import", subject_id=one.id)
    # A change is no look, and a case reference is not looked for in what else entries say.
    look(mo, "submitted audit", MIDNIGHT, subject_id=one.id, is_look=False, status="submitted")
    del session.info["address"]
    sign_in(Role.ADMINISTRATOR)
    return one


READ = ["31 March 2026 at 23:59", "Mo", "Read audit", REFERENCE, "10.0.0.7"]
SAW = ["1 April 2026 at 00:01", "Ann", "Saw audits in a list", f"{REFERENCE}, A-8", "10.0.0.7"]
IMPORT = ["1 April 2026 at 00:02", "Ann", "Saw problems of import", "", "10.0.0.7"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, [IMPORT, SAW, READ]),
        ({"reference": REFERENCE}, [SAW, READ]),
        ({"reference": "A-8"}, [SAW]),
        ({"reference": "A-"}, []),  # whole references only
        ({"reference": "%"}, []),
        ({"person": "mo"}, [READ]),
        ({"from": "2026-04-01"}, [IMPORT, SAW]),
        ({"to": "2026-03-31"}, [READ]),
        ({"reference": REFERENCE, "person": "ANN", "from": "2026-04-01", "to": "2026-04-01"}, [SAW]),
        ({"person": "a\x07nn"}, [IMPORT, SAW]),  # what nobody can type is dropped
        ({"page": "9"}, []),
    ],
)
def test_finds_who_looked(looked, get, search, found):
    page = get("/access/looks", query_string=search)

    assert page.rows == found
    assert ("Nobody was found who looked" in page.text) is (not found)


@pytest.mark.parametrize("path", ["/access/looks", "/access/looks/csv"])
def test_a_day_that_makes_no_sense_is_said(looked, get, path):
    page = get(f"{path}?from=yesterday&to=2026-03-31", status=422)
    assert page.errors == ["Enter a date such as 2026-04-03"]
    assert page.rows == []

    assert get(f"{path}?from=2026-04-01&to=2026-03-31", status=422).errors == [
        "The last day is before the first"
    ]


def test_the_file_has_a_row_for_each_audit(looked, client, get):
    answer = client.get(get("/access/looks").link("Download all of these as CSV"))

    read = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert read[0] == ["When", "Who", "What they did", "Audit", "Network address"]
    assert [row[3] for row in read[1:]] == ["", REFERENCE, "A-8", REFERENCE]


def test_the_file_has_what_was_asked_for(looked, client, get):
    answer = client.get(get("/access/looks?person=mo").link("Download all of these as CSV"))

    assert len(answer.get_data().decode().splitlines()) == 2


def test_many_looks_have_pages_that_keep_the_search(looked, session, get):
    mo = a_person(Role.MODERATOR, name="Often")
    session.add(mo)
    session.flush()
    for minute in range(51):
        at = MIDNIGHT + timedelta(minutes=minute)
        record(session, "read audit", by=mo, at=at, subject="audit", subject_id=looked.id, is_look=True)

    first = get("/access/looks?person=often")
    second = get(first.link("Next page"))

    assert (len(first.rows), len(second.rows)) == (50, 1)
    assert second.rows[0][0] == "1 April 2026 at 00:00"


def test_nothing_of_what_was_read_is_shown(looked, client):
    for path in ("/access/looks", "/access/looks/csv"):
        assert "Mother" not in client.get(path).get_data(as_text=True)


def test_a_qa_lead_comes_from_the_audit_to_who_looked_at_it(looked, get, sign_in):
    sign_in(Role.QA_LEAD)

    page = get(get(f"/audits/{looked.id}").link("Who looked at it"))

    assert [row for row in page.rows if row[1] in ("Mo", "Ann")] == [SAW, READ]


def test_who_may_not_know_is_not_offered_it(looked, get, sign_in):
    sign_in(Role.MODERATOR)

    assert "Who looked at it" not in get(f"/audits/{looked.id}").links
