import re

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Judgement, Purge, TrailEntry
from qa_app.services.legal_holds import place_hold
from tests.web.records.conftest import AT


def propose(send):
    return send("/records/purges")


def test_what_is_due_is_counted_by_stream_tool_and_year(records, sign_in, get, session):
    place_hold(session, case_reference="c-0001", reason="Inquest", by=records.lead, at=AT)
    records.old[1].status = AuditStatus.IN_PROGRESS
    sign_in(person=records.administrator)

    page = get("/records")

    assert page.heading == "Records"
    tool = records.version.tool.name
    assert page.rows == [["Monthly", tool, "2016-17", "1", "1", "1"]]
    assert "1 case is under a legal hold" in page.text
    assert [row[0:1] + row[4:] for row in get("/records/due").rows] == [
        ["A-1", "A legal hold stands on the case"],
        ["A-2", "Not finished: moderate, finish or withdraw it first"],
        ["A-3", ""],
    ]


def test_without_a_rule_nothing_is_due(session, sign_in, get):
    sign_in(Role.QA_LEAD)

    page = get("/records")

    assert "Nothing is due today" in page.text
    assert "Propose" not in page.text


def test_looking_at_what_is_due_changes_nothing(records, sign_in, get, session):
    sign_in(person=records.lead)
    get("/records")
    get("/records/due")

    assert session.scalars(select(Purge)).all() == []
    assert session.scalars(select(Audit.text_erased_at)).all() == [None] * 4


def test_one_proposes_and_another_agrees(records, sign_in, send, get, session):
    sign_in(person=records.administrator)
    proposed = propose(send)
    assert proposed.heading == "Text of 3 audits whose time is up"
    assert "Somebody else has to agree" in proposed.text
    assert "Agree, and remove" not in proposed.text

    sign_in(person=records.lead)
    number = session.scalars(select(Purge)).one().id
    page = get(f"/records/purges/{number}")
    assert [row[0] for row in page.rows] == ["A-1", "A-2", "A-3"]
    done = send(f"/records/purges/{number}/agree")

    assert "3 audits whose text was removed" in done.text
    assert "Agree, and remove" not in done.text
    session.expire_all()
    assert {audit.case_reference for audit in session.scalars(select(Audit))} == {"", "C-0009"}
    assert get("/records").rows[-1][3].startswith("Lee Lead agreed, ")


def test_administrators_see_counts_and_audits_but_nothing_of_a_case(records, sign_in, send, get, session):
    sign_in(person=records.administrator)
    propose(send)
    number = session.scalars(select(Purge)).one().id

    for path in ("/records", "/records/due", f"/records/purges/{number}"):
        body = get(path).text_of_body
        assert "A-1" in body or path == "/records"
        assert not re.search(r"C-000|Evidence|Wim", body), path


@pytest.mark.parametrize(
    ("who", "decision", "status"),
    [
        ("lead", "agree", 403),  # whoever proposed it
        ("lead", "refuse", 403),
        ("other_lead", "withdraw", 403),
        ("auditor", "agree", 403),
    ],
)
def test_not_everybody_decides(records, sign_in, send, session, who, decision, status):
    sign_in(person=records.lead)
    propose(send)
    number = session.scalars(select(Purge)).one().id
    sign_in(person=getattr(records, who))

    send(f"/records/purges/{number}/{decision}", status=status)

    session.expire_all()
    assert session.get_one(Purge, number).decided_at is None


@pytest.mark.parametrize(
    ("who", "decision", "word"), [("administrator", "refuse", "Refused"), ("lead", "withdraw", "Withdrawn")]
)
def test_nothing_is_removed_by_deciding_otherwise(records, sign_in, send, session, who, decision, word):
    sign_in(person=records.lead)
    propose(send)
    number = session.scalars(select(Purge)).one().id
    sign_in(person=getattr(records, who))

    page = send(f"/records/purges/{number}/{decision}")

    assert word in page.text
    assert {row.evidence for row in session.scalars(select(Judgement))} != {""}
    send(f"/records/purges/{number}/agree", status=409)


def test_what_changed_since_is_told_before_and_after(records, sign_in, send, get, session):
    sign_in(person=records.lead)
    propose(send)
    number = session.scalars(select(Purge)).one().id
    place_hold(session, case_reference="C-0002", reason="Inquest", by=records.lead, at=AT)
    session.commit()
    sign_in(person=records.other_lead)

    page = get(f"/records/purges/{number}")
    assert "1 audit has been changed, held or removed since, and would be left out" in page.text
    page = send(f"/records/purges/{number}/agree")

    assert "1 audit left out: a legal hold was placed" in page.text
    session.expire_all()
    assert records.old[1].case_reference == "C-0002"


def test_one_proposal_waits_at_a_time(records, sign_in, send):
    sign_in(person=records.lead)
    propose(send)

    page = send("/records/purges", status=409)

    assert "waits to be decided already" in page.text


def test_the_trail_has_who_proposed_and_who_agreed(records, sign_in, send, session):
    sign_in(person=records.lead)
    propose(send)
    number = session.scalars(select(Purge)).one().id
    sign_in(person=records.administrator)
    send(f"/records/purges/{number}/agree")

    entries = session.scalars(select(TrailEntry).where(TrailEntry.subject == "purge").order_by(TrailEntry.id))
    assert [(entry.action, entry.person_id, entry.after) for entry in entries] == [
        ("proposed purge", records.lead.id, {"audits": 3}),
        ("agreed to purge", records.administrator.id, {"audits": 3, "answers": 9}),
    ]
