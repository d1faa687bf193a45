from datetime import UTC, date, datetime

import pytest

from qa_app.domain.retention import Kept
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import LegalHold
from qa_app.queries.retention import HeldBack, due_audits
from qa_app.services.retention_rules import set_rule
from tests.factories import a_person, a_stream, a_tool_version, an_audit

TODAY = date(2026, 4, 3)
AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def version(session):
    return a_tool_version(session)


@pytest.fixture
def stream(session):
    stream = a_stream("Monthly")
    session.add(stream)
    session.flush()
    return stream


def keep(session, years, *, stream=None, tool=None):
    kept = Kept(years, stream.id if stream else None, tool.id if tool else None)
    set_rule(session, kept, by=None, at=AT)


def found(session):
    due = due_audits(session, today=TODAY)
    return {audit.reference: audit.held_back for audit in due.audits}


def test_nothing_is_due_without_a_rule(session, version):
    session.add(an_audit(version, audit_date=date(1990, 1, 1)))
    session.flush()

    due = due_audits(session, today=TODAY)

    assert (due.audits, due.without_a_rule) == ([], 1)


def test_the_day_itself_is_due_and_the_day_after_is_not(session, version, stream):
    keep(session, 6)
    for day in (date(2020, 4, 2), date(2020, 4, 3), date(2020, 4, 4)):
        session.add(an_audit(version, audit_date=day, reference=day.isoformat(), stream=stream))
    session.flush()

    assert list(found(session)) == ["2020-04-02", "2020-04-03"]


def test_each_audit_goes_by_its_closest_rule(session, version, stream):
    other = a_tool_version(session)
    dip = a_stream("Dip sample")
    keep(session, 1)
    keep(session, 3, stream=stream)
    keep(session, 5, tool=version.tool)
    keep(session, 7, stream=stream, tool=version.tool)
    session.add_all(
        an_audit(kind, audit_date=date(year, 1, 1), stream=where, reference=f"{name} {year}")
        for name, kind, where in (
            ("both", version, stream),
            ("tool", version, dip),
            ("stream", other, stream),
            ("any", other, dip),
        )
        for year in range(2017, 2027)
    )
    session.flush()

    latest = {}
    for reference in found(session):
        name, year = reference.rsplit(" ", 1)
        latest[name] = int(year)
    assert latest == {"both": 2019, "tool": 2021, "stream": 2023, "any": 2025}


def test_what_is_held_back_and_why(session, version, stream):
    keep(session, 6)
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()
    standing, lifted = (
        LegalHold(case_reference=reference, reason="x", placed_by=lead, placed_at=AT)
        for reference in ("Held 1", "FREE 1")
    )
    lifted.lifted_at = AT
    session.add_all([standing, lifted])
    old = {"audit_date": date(2016, 1, 1), "stream": stream}
    session.add_all(
        [
            an_audit(version, reference="held", case_reference="HELD1", **old),
            an_audit(version, reference="free", case_reference="FREE1", **old),
            an_audit(version, reference="open", status=AuditStatus.IN_PROGRESS, **old),
            an_audit(version, reference="waiting", status=AuditStatus.SUBMITTED, **old),
            an_audit(version, reference="withdrawn", status=AuditStatus.WITHDRAWN, **old),
            an_audit(version, reference="gone", text_erased_at=AT, **old),
            an_audit(version, reference="new", audit_date=date(2026, 1, 1), stream=stream),
        ]
    )
    session.flush()

    assert found(session) == {
        "held": HeldBack.LEGAL_HOLD,
        "free": None,
        "open": HeldBack.UNFINISHED,
        "waiting": HeldBack.UNFINISHED,
        "withdrawn": None,
    }
    due = due_audits(session, today=TODAY)
    assert [audit.reference for audit in due.removable] == ["free", "withdrawn"]
    assert len(due.held_back) == 3
