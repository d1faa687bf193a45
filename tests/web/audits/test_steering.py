"""What a QA lead does with single audits."""

from datetime import timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import TrailEntry
from qa_app.web.clock import now, today
from tests.factories import a_person, an_audit
from tests.web.audits.conftest import COMPLETE


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD, name="Lea Lead")


@pytest.fixture
def given(session, version, lead):
    """Adds somebody else's audit."""

    def add(status, **named):
        auditor = a_person(Role.AUDITOR, name="Ada Okafor")
        audit = an_audit(version, **{"status": status, "auditor": auditor, "judged": COMPLETE} | named)
        session.add(audit)
        session.commit()
        return audit

    return add


@pytest.mark.parametrize("status", [AuditStatus.SUBMITTED, AuditStatus.FINAL])
def test_an_audit_is_returned_with_a_reason(send, get, session, sign_in, given, status):
    audit = given(status, random_draw=0.5)

    page = send(f"/audits/{audit.id}/return", {"reason": "Say what the file shows"})

    assert page.messages == [f"{audit.reference} is back with Ada Okafor."]
    session.expire_all()
    assert (audit.status, audit.submitted_at, audit.random_draw) == (AuditStatus.IN_PROGRESS, None, None)
    assert audit.judgements  # what was written stays
    sign_in(person=audit.auditor)
    assert "Returned to you: Say what the file shows" in get("/").text
    assert "Returned to you: Say what the file shows" in get(f"/audits/{audit.id}/form").text


@pytest.mark.parametrize(
    ("status", "moderated_at"),
    [
        (AuditStatus.ALLOCATED, None),
        (AuditStatus.IN_MODERATION, None),
        (AuditStatus.WITHDRAWN, None),
        (AuditStatus.FINAL, now()),  # the moderator judged a form that would no longer exist
        (AuditStatus.SUBMITTED, now()),
    ],
)
def test_what_cannot_be_returned(send, get, session, given, status, moderated_at):
    audit = given(status, moderated_at=moderated_at)

    assert "Return to the auditor" not in get(f"/audits/{audit.id}").links
    send(f"/audits/{audit.id}/return", {"reason": "Too late"}, status=409)

    session.expire_all()
    assert audit.status is status


@pytest.mark.parametrize("page", ["return", "withdraw"])
@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("", "Give a reason: the auditor reads it"),
        ("   \n", "Give a reason: the auditor reads it"),
        (
            "x" * 2_001,
            "This is 2,001 characters long and the most that can be saved is 2,000: shorten it by 1",
        ),
    ],
)
def test_a_reason_is_needed(send, session, given, page, reason, error):
    audit = given(AuditStatus.SUBMITTED if page == "return" else AuditStatus.IN_PROGRESS)
    before = audit.status

    shown = send(f"/audits/{audit.id}/{page}", {"reason": reason}, status=422)

    assert shown.errors == [error]
    session.expire_all()
    assert audit.status is before


@pytest.mark.parametrize("status", [AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS])
def test_an_audit_is_withdrawn(send, session, given, status):
    audit = given(status)

    page = send(f"/audits/{audit.id}/withdraw", {"reason": "The case was closed"})

    assert "Withdrawn: The case was closed" in page.text
    session.expire_all()
    assert audit.status is AuditStatus.WITHDRAWN
    entry = session.query(TrailEntry).filter_by(action="withdrew audit").one()
    assert "closed" not in str(entry.after)  # the trail holds no case text


def test_a_finished_audit_is_not_withdrawn(send, given):
    audit = given(AuditStatus.FINAL)

    send(f"/audits/{audit.id}/withdraw", {"reason": "No"}, status=409)


def test_an_unfinished_audit_goes_to_somebody_else(send, get, session, given):
    audit = given(AuditStatus.IN_PROGRESS)
    other = a_person(Role.AUDITOR, name="Ben Hughes")
    session.add(other)
    session.flush()
    due = today() + timedelta(days=3)

    page = send(f"/audits/{audit.id}/reassign", {"auditor": other.id, "due_on": due.isoformat()})

    assert page.messages == [f"{audit.reference} is with Ben Hughes."]
    session.expire_all()
    assert (audit.auditor.name, audit.due_on) == ("Ben Hughes", due)


@pytest.mark.parametrize(
    ("name", "roles", "due_on", "error"),
    [
        ("Wendy Worker", (Role.AUDITOR,), "", "Wendy Worker cannot audit their own case: choose another"
         " auditor or case"),
        ("Val Viewer", (Role.VIEWER,), "", "Val Viewer is not an auditor"),
        ("Ben Hughes", (Role.AUDITOR,), "1/1/2020", "The due date has passed: choose today or a later day"),
        ("Ben Hughes", (Role.AUDITOR,), "later", "“later” is not a date: write the due date like"
         " 5 December 2016 or 5/12/2016"),
        (None, (), "", "Choose an auditor"),
    ],
)  # fmt: skip
def test_who_cannot_take_it_on(send, session, given, name, roles, due_on, error):
    audit = given(AuditStatus.IN_PROGRESS, worker_name="worker, wendy")
    other = a_person(*roles, name=name)
    session.add(other)
    session.flush()
    number = other.id if name else 999_999

    page = send(f"/audits/{audit.id}/reassign", {"auditor": number, "due_on": due_on}, status=422)

    assert page.errors == [error]
    session.expire_all()
    assert audit.auditor.name == "Ada Okafor"


def test_a_finished_audit_is_not_given_to_somebody_else(send, given):
    audit = given(AuditStatus.FINAL)

    send(f"/audits/{audit.id}/reassign", {"auditor": audit.auditor_id, "due_on": ""}, status=409)


@pytest.mark.parametrize("page", ["return", "withdraw", "reassign"])
def test_auditors_do_none_of_this(get, own, page):
    get(f"/audits/{own().id}/{page}", status=403)
