from datetime import UTC, date, datetime

from click.testing import CliRunner
from sqlalchemy import select

from qa_app.cli.records import records_command
from qa_app.domain.retention import Kept
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, LegalHold, TrailEntry
from qa_app.services.retention_rules import set_rule
from tests.conftest import SECRET
from tests.factories import a_person, a_stream, a_tool_version, an_audit

AT = datetime(2016, 4, 1, tzinfo=UTC)


def due(monkeypatch, database_url):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)
    result = CliRunner().invoke(records_command, ["due"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_nothing_is_due_without_a_rule(monkeypatch, database_url, session):
    session.add(an_audit(a_tool_version(session)))
    session.commit()

    assert due(monkeypatch, database_url) == ["0 audits may be removed, 0 held back, 1 without a rule."]


def test_what_is_due_is_counted_and_nothing_is_removed(monkeypatch, database_url, session):
    version, stream, lead = a_tool_version(session), a_stream("Monthly"), a_person(Role.QA_LEAD)
    session.add_all([stream, lead])
    session.flush()
    set_rule(session, Kept(1), by=lead, at=AT)
    session.add(LegalHold(case_reference="C-1", reason="x", placed_by=lead, placed_at=AT))
    session.add_all(
        an_audit(version, stream=stream, audit_date=day, case_reference=case, status=status)
        for day, case, status in (
            (date(2016, 3, 31), "C-1", AuditStatus.FINAL),
            (date(2016, 4, 1), "C-2", AuditStatus.FINAL),
            (date(2016, 4, 2), "C-3", AuditStatus.FINAL),
            (date(2016, 4, 3), "C-4", AuditStatus.SUBMITTED),
        )
    )
    session.commit()
    entries = session.scalars(select(TrailEntry.id)).all()
    tool = version.tool.name
    session.rollback()  # a test that holds the lock would keep the command waiting

    assert due(monkeypatch, database_url) == [
        f"Monthly\t{tool}\t2015-16\t0 may be removed\t1 on legal hold\t0 not finished",
        f"Monthly\t{tool}\t2016-17\t2 may be removed\t0 on legal hold\t1 not finished",
        "2 audits may be removed, 2 held back, 0 without a rule.",
    ]
    assert session.scalars(select(Audit.text_erased_at)).all() == [None] * 4
    assert session.scalars(select(TrailEntry.id)).all() == entries
