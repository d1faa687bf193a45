"""Real connections at the same moment: one save wins, and no two audits share a reference."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from qa_app.domain.audit_form import Answer
from qa_app.domain.errors import Conflict, TransitionNotAllowed
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Person, TrailEntry
from qa_app.queries.audit_answers import answers_of
from qa_app.services.filling_in import save_answers
from qa_app.services.starting_audits import AuditDetails, start_audit
from qa_app.services.submitting import submit_audit
from tests.factories import a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit

AT = datetime(2016, 12, 5, 14, 2, tzinfo=UTC)
AT_ONCE = 6


@dataclass(frozen=True)
class Begun:
    """Row numbers of an audit that is complete and not submitted: a row would hold its transaction open."""

    audit: int
    auditor: int
    tool_version: int


@pytest.fixture
def begun(session):
    audit = an_audit(
        a_tool_version(session, a_tool("assessment")),
        auditor=a_person(Role.AUDITOR),
        status=AuditStatus.IN_PROGRESS,
        judged={"assessment": 2, "overall": 2},
    )
    session.add(audit)
    session.flush()
    begun = Begun(audit.id, audit.auditor_id, audit.tool_version_id)
    session.commit()
    return begun


def at_once(engine, attempt):
    """What each of a few attempts came to, all begun at the same moment in transactions of their own."""
    barrier = Barrier(AT_ONCE)
    all_read_first = engine.dialect.name == "postgresql"  # SQLite lets one writer in at a time

    def run(number):
        with Session(engine) as session:
            if all_read_first:
                session.scalars(select(Audit)).all()
            barrier.wait(timeout=20)
            try:
                came_to = attempt(session, number)
                session.commit()
            except (Conflict, StaleDataError, TransitionNotAllowed):
                return None
            return came_to

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_of_many_saves_on_one_version_one_wins(session, engine, begun):
    def save(other, number):
        audit = other.get_one(Audit, begun.audit)
        answers = {"assessment": Answer(3, f"Tab {number}")}
        save_answers(other, audit, answers, opened_at_version=1, by=audit.auditor, at=AT)
        return f"Tab {number}"

    saved = [text for text in at_once(engine, save) if text]

    audit = session.get_one(Audit, begun.audit)
    assert [answers_of(session, audit)["assessment"].text] == saved
    assert audit.version == 2
    assert session.query(TrailEntry).filter_by(action="saved answers").count() == 1


def test_of_many_submissions_one_counts(session, engine, begun):
    def submit(other, _number):
        audit = other.get_one(Audit, begun.audit)
        submit_audit(other, audit, by=audit.auditor, at=AT)
        return True

    assert at_once(engine, submit).count(True) == 1
    assert session.query(TrailEntry).filter_by(action="submitted audit").count() == 1


def test_audits_started_at_once_have_references_of_their_own(session, engine, begun):
    area, stream = a_service_area(), a_stream()
    session.add_all([area, stream])
    session.flush()
    details = AuditDetails(begun.tool_version, stream.id, area.id, audit_date=date(2016, 12, 5))
    session.commit()

    def start(other, number):
        by = other.get_one(Person, begun.auditor)
        return start_audit(other, details, case_reference=f"C-{number}", by=by, at=AT).reference

    references = at_once(engine, start)

    assert len(set(references)) == AT_ONCE
    assert all(reference.startswith("A-2016-") for reference in references)


def test_a_save_is_a_handful_of_statements_however_many_answers(session, engine, begun):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement.split()[0])

    event.listen(engine, "before_cursor_execute", note)
    try:
        audit, by = session.get_one(Audit, begun.audit), session.get_one(Person, begun.auditor)
        statements.clear()
        answers = {"assessment": Answer(3, "More"), "overall": Answer(3, "More too")}
        save_answers(session, audit, answers, opened_at_version=1, by=by, at=AT)
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert statements == ["SELECT", "UPDATE", "UPDATE", "INSERT"]
