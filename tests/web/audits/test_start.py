"""Starting an audit."""

from datetime import timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Team, TrailEntry
from qa_app.web.clock import today
from tests.factories import a_service_area, a_stream, a_team, an_audit


@pytest.fixture
def choices(session, version):
    """One tool, stream and team; two areas."""
    north, south, stream = a_service_area("North"), a_service_area("South"), a_stream("Monthly")
    team = a_team(north, "Team A")
    session.add_all([north, south, stream, team])
    session.commit()
    return {
        "tool": version.id,
        "stream": stream.id,
        "area": north.id,
        "team": team.id,
        "case_reference": "C-1",
        "worker_name": "Ben Hughes",
        "audit_date": "5/12/2016",
    }


def test_starting_an_audit(send, session, auditor, choices):
    page = send("/audits/new", choices)

    assert page.heading == "Case file audit"
    audit = session.query(Audit).one()
    assert (audit.reference, audit.status, audit.auditor_id) == (
        f"A-{today().year}-{audit.id:05}",
        AuditStatus.IN_PROGRESS,
        auditor.id,
    )
    assert (audit.case_reference, audit.worker_name, audit.month) == ("C-1", "Ben Hughes", 201612)
    assert session.query(TrailEntry).filter_by(action="started audit", subject_id=audit.id).count() == 1


def test_today_is_offered_and_a_list_of_one_is_chosen(get, auditor, choices):
    form = get("/audits/new").form()

    assert form["audit_date"] == f"{today().day} {today():%B %Y}"
    assert (form["tool"], form["stream"], form["area"]) == (str(choices["tool"]), str(choices["stream"]), "0")


@pytest.mark.parametrize(
    "written", ["2016-12-05", "05/12/2016", "5 Dec 2016", " 5.12.2016 ", "5 december 2016"]
)
def test_days_as_people_write_them(send, session, auditor, choices, written):
    send("/audits/new", choices | {"audit_date": written})

    assert str(session.query(Audit).one().audit_date) == "2016-12-05"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"case_reference": "  "}, "Enter the case reference from your case system, never a name"),
        ({"case_reference": "\u200b"}, "Enter the case reference from your case system, never a name"),
        ({"case_reference": "x" * 61}, "The case reference has 61 characters; use at most 60"),
        ({"worker_name": "x" * 201}, "The worker’s name has 201 characters; use at most 200"),
        (
            {"worker_name": "OKAFOR, ada"},
            "Ada Okafor cannot audit their own case: choose another auditor or case",
        ),
        ({"audit_date": ""}, "Enter the audit date, for example 5 December 2016 or 5/12/2016"),
        (
            {"audit_date": "soon"},
            "“soon” is not a date: write the audit date like 5 December 2016 or 5/12/2016",
        ),
        (
            {"audit_date": "12/31/2016"},  # month first, as in America
            "There is no day “12/31/2016”: write the audit date with the day before the month,"
            " like 5/12/2016",
        ),
        ({"audit_date": "31/12/1988"}, "The audit date, 31 December 1988, is before 1989: check the year"),
        ({"tool": "0"}, "Choose an audit tool"),
        ({"tool": "999999"}, "Choose an audit tool that is live"),
        ({"area": "nonsense"}, "Choose a service area"),
        ({"stream": "999999"}, "Choose an audit stream"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(send, session, auditor, choices, change, error):
    page = send("/audits/new", choices | change, status=422)

    assert page.errors == [error]
    typed = page.form()
    for field, value in (choices | change).items():
        if field in ("case_reference", "worker_name", "audit_date"):
            assert typed[field] == str(value)  # nothing typed is lost
    assert not session.query(Audit).count()


def test_a_date_in_the_future(send, auditor, choices):
    tomorrow = today() + timedelta(days=1)

    page = send("/audits/new", choices | {"audit_date": tomorrow.isoformat()}, status=422)

    assert page.errors == [f"The audit date, {tomorrow.day} {tomorrow:%B %Y}, is in the future"]


def test_everything_wrong_is_said_at_once(send, auditor, choices):
    page = send(
        "/audits/new",
        choices | {"case_reference": "x" * 61, "worker_name": "Ada Okafor", "audit_date": "1/1/1980"},
        status=422,
    )

    assert len(page.errors) == 3


def test_a_team_of_another_area(send, session, auditor, choices):
    elsewhere = a_team()
    session.add(elsewhere)
    session.flush()

    page = send("/audits/new", choices | {"team": elsewhere.id}, status=422)

    assert page.errors == ["Choose a team of this service area, or leave the team out"]


def test_a_reference_that_a_file_brought_in_is_not_used_twice(send, session, auditor, choices, version):
    taken = an_audit(version)
    session.add(taken)
    session.flush()
    taken.reference = f"A-{today().year}-{taken.id + 1:05}"

    send("/audits/new", choices)

    assert len(set(session.scalars(session.query(Audit.reference).statement))) == 2


def test_nothing_to_start_with_says_what_to_do(get, sign_in, session):
    sign_in(Role.AUDITOR)

    page = get("/audits/new")

    assert "There is no live audit tool and no service area and no audit stream yet." in page.text
    assert not session.query(Team).count()


def test_the_details_can_be_put_right_until_it_is_submitted(send, get, own, session):
    audit = own()

    form = get(f"/audits/{audit.id}/details").form()
    page = send(
        f"/audits/{audit.id}/details",
        form | {"case_reference": "C-2", "worker_name": "Ben Hughes", "audit_date": "6/12/2016"},
    )

    assert page.messages == ["The details of the audit are changed."]
    session.expire_all()
    assert (audit.case_reference, audit.worker_name, str(audit.audit_date)) == (
        "C-2",
        "Ben Hughes",
        "2016-12-06",
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (
            {"worker_name": "Okafor Ada"},
            "Ada Okafor cannot audit their own case: choose another auditor or case",
        ),
        ({"audit_date": "1/1/2999"}, "The audit date, 1 January 2999, is in the future"),
        ({"case_reference": ""}, "Enter the case reference from your case system, never a name"),
        ({"team": "999999"}, "Choose a team of this service area, or leave the team out"),
    ],
)
def test_details_that_cannot_be_used(send, get, own, session, change, error):
    audit = own()
    before = audit.case_reference

    page = send(f"/audits/{audit.id}/details", get(f"/audits/{audit.id}/details").form() | change, status=422)

    assert page.errors == [error]
    session.expire_all()
    assert audit.case_reference == before
