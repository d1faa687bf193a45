import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.services.trail import record
from tests.factories import a_measure, a_person, a_scorecard, a_tool_version, an_audit

MIDNIGHT = datetime(2026, 3, 31, 23, tzinfo=UTC)  # 1 April begins in London


@pytest.fixture
def history(session, sign_in):
    """Mo submits an audit a minute before midnight, Ada changes Mo a minute after; then she signs in."""
    ada = a_person(Role.ADMINISTRATOR, name="Ada Admin")
    mo = a_person(Role.AUDITOR, name="Mo <i>Derator</i>")
    audit = an_audit(a_tool_version(session), reference="A-2026-0007", evidence="Mother said so")
    session.add_all([ada, mo, audit])
    session.flush()
    before, after = {"status": "in progress"}, {"status": "submitted", "chosen_because": None}
    record(
        session,
        "submitted audit",
        by=mo,
        at=MIDNIGHT - timedelta(minutes=1),
        subject="audit",
        subject_id=audit.id,
        before=before,
        after=after,
    )
    roles = {"roles": ["Auditor", "Moderator"], "may_sign_in": True}
    record(
        session,
        "changed person",
        by=ada,
        at=MIDNIGHT + timedelta(minutes=1),
        subject="person",
        subject_id=mo.id,
        before={"roles": []},
        after=roles,
    )
    record(session, "upgraded", by=None, at=MIDNIGHT - timedelta(days=9), subject="database", subject_id=None)
    sign_in(person=ada)


def test_the_newest_stands_first_and_reads_as_a_sentence(history, get):
    page = get("/trail")

    tools = [row for row in page.rows if "audit tool" in row[2]]
    assert [row for row in page.rows if row not in tools][1:] == [
        [
            "1 April 2026 at 00:01",
            "Ada Admin",
            "Changed person",
            "Mo <i>Derator</i>",
            "Roles: from none to Auditor, ModeratorMay sign in: yes",
            "",
        ],
        [
            "31 March 2026 at 23:59",
            "Mo <i>Derator</i>",
            "Submitted audit",
            "Audit A-2026-0007",
            "Status: from in progress to submittedChosen because: none",
            "",
        ],
        ["22 March 2026 at 23:00", "A command on the server", "Upgraded", "Database", "", ""],
    ]
    # To herself: no second name.
    assert (page.rows[0][1:4], page.rows[0][5]) == (["Ada Admin", "Signed in", ""], "127.0.0.1")
    assert "Mother said so" not in page.text_of_body


@pytest.mark.parametrize(
    ("search", "actions"),
    [
        ("person=derator", ["Submitted audit"]),
        ("person=%25", []),
        ("action=changed+person", ["Changed person"]),
        ("reference=A-2026-0007", ["Submitted audit"]),
        ("reference=+A-2026-0007+", ["Submitted audit"]),
        ("reference=A-2026", []),  # part of a reference is not one
        ("from=2026-03-31&to=2026-03-31", ["Submitted audit"]),
        ("from=2026-04-01&to=2026-04-01", ["Changed person"]),
        ("to=2026-03-22&action=upgraded", ["Upgraded"]),
        ("from=2026-03-31&to=2026-04-01", ["Changed person", "Submitted audit"]),
        ("action=flew", []),
        ("person=a%07b", []),
        ("page=99999", []),
    ],
)
def test_the_trail_is_narrowed(history, get, search, actions):
    page = get(f"/trail?{search}")

    assert [row[2] for row in page.rows] == actions
    assert ("Nothing was found" in page.text) is (not actions)


@pytest.mark.parametrize(
    ("search", "errors"),
    [
        ("from=yesterday", ["Enter a date such as 2026-04-03"]),
        ("to=2026-02-30", ["Enter a date such as 2026-04-03"]),
        ("from=0001-01-01", ["Enter a date such as 2026-04-03"]),  # no database holds it in every zone
        ("to=9999-12-31", ["Enter a date such as 2026-04-03"]),
        ("from=2026-04-02&to=2026-04-01", ["The last day is before the first"]),
    ],
)
@pytest.mark.parametrize("path", ["/trail", "/trail/csv"])
def test_a_day_that_is_none_is_said(history, get, path, search, errors):
    page = get(f"{path}?{search}&person=mo", status=422)

    assert page.errors == errors
    assert page.rows == []
    assert page.form()["person"] == "mo"


def test_long_trails_have_pages_that_keep_the_search(session, sign_in, get):
    person = sign_in(Role.QA_LEAD)
    for number in range(51):
        at = MIDNIGHT + timedelta(minutes=number)
        record(session, "counted", by=person, at=at, subject="sheep", after={"number": number})

    first = get("/trail?action=counted")
    second = get(first.link("Next page"))

    assert [len(first.rows), len(second.rows)] == [50, 1]
    assert second.rows[0][4] == "Number: 0"
    assert get(second.link("Previous page")).rows == first.rows


def test_the_whole_choice_is_downloaded(history, client, get):
    link = get("/trail?from=2026-03-31&to=2026-04-01").link("Download all of these as CSV")

    with client.get(link) as answer:
        rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    assert answer.headers["Content-Disposition"].startswith("attachment; filename=trail-20")
    assert rows[0] == ["When", "Who", "What they did", "About", "Details", "From where"]
    assert [row[0] for row in rows[1:]] == ["2026-04-01T00:01:00+01:00", "2026-03-31T23:59:00+01:00"]
    assert rows[2][4] == "Status: from in progress to submitted; Chosen because: none"


@pytest.mark.parametrize(
    ("entries", "actions"),
    [
        ("", {"Made it"}),
        ("changes", {"Made it"}),
        ("looks", {"Read audit"}),
        ("all", {"Made it", "Read audit"}),
        ("neither", {"Made it"}),
    ],
)
def test_looks_are_read_apart_from_changes(session, sign_in, get, entries, actions):
    person = sign_in(Role.QA_LEAD)
    record(session, "made it", by=person, at=MIDNIGHT, subject="sheep")
    record(session, "read audit", by=person, at=MIDNIGHT, subject="audit", subject_id=7, is_look=True)

    page = get(f"/trail?entries={entries}&from=2026-04-01&to=2026-04-01")

    assert {row[2] for row in page.rows} == actions


def test_what_it_is_about_has_its_name(session, sign_in, get):
    person, measure = sign_in(Role.QA_LEAD), a_measure("Visits in time")
    card = a_scorecard({"Front door": [measure]}, title="Board scorecard")
    session.add(card)
    session.flush()
    for subject, number in (("measure", measure.id), ("scorecard", card.id), ("measure", 999)):
        record(session, "changed it", by=person, at=MIDNIGHT, subject=subject, subject_id=number)

    page = get("/trail?action=changed+it")

    assert {row[3] for row in page.rows} == {"Measure Visits in time", "Scorecard Board scorecard", "Measure"}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER])
def test_others_do_not_read_it(sign_in, get, role):
    sign_in(role)

    get("/trail", status=403)
    get("/trail/csv", status=403)
