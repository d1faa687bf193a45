"""Giving audits out to auditors."""

import io
from collections import Counter
from datetime import timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit
from qa_app.web.clock import today
from tests.factories import a_person, a_service_area, a_stream, an_audit
from tests.web.conftest import token


@pytest.fixture
def auditors(session):
    people = [a_person(Role.AUDITOR, name=name) for name in ("Ada Okafor", "Ben Hughes", "Chi Nwosu")]
    session.add_all(people)
    session.flush()
    return people


@pytest.fixture
def sent(session, sign_in, version, auditors):
    """What the form sends, by a QA lead, to give out audits to Ada and Ben."""
    sign_in(Role.QA_LEAD)
    area, stream = a_service_area("North"), a_stream("Monthly")
    session.add_all([area, stream])
    session.flush()
    return {
        "tool": version.id,
        "stream": stream.id,
        "area": area.id,
        "team": 0,
        "auditors": [auditors[0].id, auditors[1].id],
        "audit_date": "5/12/2016",
        "due_on": (today() + timedelta(days=14)).isoformat(),
        "cases": "C-1\nC-2\nC-3\nC-4",
    }


def shares(session):
    """Case references by the auditor's name."""
    given = session.query(Audit).filter_by(status=AuditStatus.ALLOCATED).order_by(Audit.id)
    return [(audit.case_reference, audit.auditor.name) for audit in given]


def test_a_pasted_list_is_shared_out_evenly(send, session, sent):
    page = send("/audits/allocate", sent)

    assert page.messages == ["4 audits are given out: 2 to Ada Okafor, 2 to Ben Hughes."]
    assert shares(session) == [
        ("C-1", "Ada Okafor"),
        ("C-2", "Ben Hughes"),
        ("C-3", "Ada Okafor"),
        ("C-4", "Ben Hughes"),
    ]
    assert len(page.rows) == 4


def test_whoever_has_least_to_do_gets_most(send, session, sent, auditors, version):
    for status in (AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS):
        session.add(an_audit(version, auditor=auditors[0], status=status, judged={}, case_reference="old"))
    session.add(an_audit(version, auditor=auditors[1]))  # finished, so it is no load

    send("/audits/allocate", sent)

    new = [name for case, name in shares(session) if case != "old"]
    assert Counter(new) == {"Ben Hughes": 3, "Ada Okafor": 1}


def test_nobody_is_given_their_own_case(send, session, sent):
    send("/audits/allocate", sent | {"cases": "C-1, Okafor ada\nC-2\tBEN HUGHES\nC-3"})

    assert shares(session)[:2] == [("C-1", "Ben Hughes"), ("C-2", "Ada Okafor")]


def test_a_file_of_case_references(client, send, session, sent):
    content = '\ufeffcase reference,worker\r\nC-7,"Okafor, Ada"\r\n\r\nC-8,\r\n'.encode()

    response = client.post(
        "/audits/allocate",
        data=sent | {"csrf_token": token(client), "cases": "", "file": (io.BytesIO(content), "cases.csv")},
    )

    assert response.status_code == 302
    assert shares(session) == [("C-7", "Ben Hughes"), ("C-8", "Ada Okafor")]


@pytest.mark.parametrize(
    ("content", "pasted", "error"),
    [
        (b"PK\x03\x04\x00\x00", "", "This is not a text file: save the list as CSV and choose that"),
        (b"", "", "Enter at least one case reference, each on a line of its own"),
        (b"x" * 400_001, "", "The file is larger than any list of cases: choose another"),
        (b"C-1", "C-2", "Use either the box or a file, not both: empty the box to use the file"),
        (b"C-1\nC-2\nc-1", "", "Line 3: c-1 is on line 1 already"),
    ],
)
def test_a_file_that_cannot_be_used(client, session, sent, content, pasted, error):
    response = client.post(
        "/audits/allocate",
        data=sent
        | {"csrf_token": token(client), "cases": pasted, "file": (io.BytesIO(content), "cases.csv")},
    )

    assert response.status_code == 422
    assert error in response.get_data(as_text=True)
    assert shares(session) == []


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"cases": ""}, ["Enter at least one case reference, each on a line of its own"]),
        (
            {"cases": "C-1\n\nC-2, Jo, Smith\nC-1\n" + "x" * 61},
            [
                "Line 3: there is more here than a case reference and a worker’s name",
                "Line 4: C-1 is on line 1 already",
                "Line 5: The case reference has 61 characters; use at most 60",
            ],
        ),
        ({"auditors": []}, ["Choose at least one auditor"]),
        ({"auditors": ["999999"]}, ["Choose at least one auditor"]),
        ({"due_on": ""}, ["Enter the due date, for example 5 December 2016 or 5/12/2016"]),
        ({"due_on": "1/1/2020"}, ["The due date has passed: choose today or a later day"]),
        ({"audit_date": "1/1/1980"}, ["The audit date, 1 January 1980, is before 1989: check the year"]),
        ({"tool": "0", "area": "0", "stream": "0"}, ["Choose an audit tool", "Choose an audit stream",
                                                     "Choose a service area"]),
    ],
)  # fmt: skip
def test_all_or_nothing(send, session, sent, change, errors):
    page = send("/audits/allocate", sent | change, status=422)

    assert sorted(page.errors) == sorted(errors)
    assert page.form()["cases"] == (sent | change)["cases"]
    assert shares(session) == []


def test_a_case_whose_worker_is_the_only_auditor_chosen(send, session, sent, auditors):
    page = send(
        "/audits/allocate",
        sent | {"auditors": [auditors[0].id], "cases": "C-1\nC-2, Ada Okafor"},
        status=422,
    )

    assert page.errors == ["Line 2: Ada Okafor cannot audit their own case C-2; choose one more auditor"]
    assert shares(session) == []


def test_somebody_who_is_no_auditor_is_given_none(send, session, sent):
    other = a_person(Role.VIEWER, name="Val Viewer")
    session.add(other)
    session.flush()

    page = send("/audits/allocate", sent | {"auditors": [other.id]}, status=422)

    assert page.errors == ["Val Viewer cannot audit: the role is missing, or they may not sign in"]


def test_a_later_day_may_be_planned(send, session, sent):
    next_month = today() + timedelta(days=40)

    send("/audits/allocate", sent | {"audit_date": next_month.isoformat()})

    assert {audit.audit_date for audit in session.query(Audit)} == {next_month}


def test_without_auditors_the_page_says_what_to_do(get, session, sign_in, version):
    session.add_all([a_service_area(), a_stream()])
    sign_in(Role.QA_LEAD)

    assert "Nobody is an auditor yet." in get("/audits/allocate").text
