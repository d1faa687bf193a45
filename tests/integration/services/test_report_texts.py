from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import Findings, TextBlock
from qa_app.domain.roles import Role
from qa_app.models import AuditFinding, ReportText, TrailEntry
from qa_app.queries.quarter_report import current_texts, text_versions
from qa_app.services.report_texts import write_findings, write_text
from tests.factories import a_person, a_scorecard

AT = datetime(2017, 1, 20, 9, tzinfo=UTC)
Q3, DECEMBER, BLOCK = Quarter(2016, 3), Month(2016, 12), TextBlock.INTRODUCTION


@pytest.fixture
def lead(session):
    session.add(person := a_person(Role.QA_LEAD))
    session.flush()
    return person


@pytest.fixture
def scorecard(session):
    session.add(row := a_scorecard())
    session.flush()
    return row


@pytest.fixture
def write(session, scorecard, lead):
    def save(text: str, *, opened_at_number: int, block: TextBlock = BLOCK) -> ReportText | None:
        return write_text(
            session, scorecard, Q3, block, text, opened_at_number=opened_at_number, by=lead, at=AT
        )

    return save


def test_every_version_of_a_text_is_kept_and_the_last_one_holds(session, scorecard, write):
    write("First.", opened_at_number=0)
    write("Second.", opened_at_number=1)
    write("Elsewhere.", opened_at_number=0, block=TextBlock.NEXT_STEPS)

    assert {block: row.text for block, row in current_texts(session, scorecard.id, Q3).items()} == {
        BLOCK: "Second.",
        TextBlock.NEXT_STEPS: "Elsewhere.",
    }
    versions = text_versions(session, scorecard.id, Q3, BLOCK)
    assert [(row.number, row.text, row.is_current) for row in versions] == [
        (2, "Second.", True),
        (1, "First.", False),
    ]


def test_the_same_text_again_is_no_new_version(session, scorecard, write):
    write("Said.", opened_at_number=0)

    assert write("Said.\n", opened_at_number=1) is None
    assert len(text_versions(session, scorecard.id, Q3, BLOCK)) == 1


def test_nobody_overwrites_a_text_they_have_not_read(session, scorecard, write):
    write("First.", opened_at_number=0)
    session.commit()

    with pytest.raises(Conflict, match="What you wrote is still below"):
        write("Blind.", opened_at_number=0)

    assert current_texts(session, scorecard.id, Q3)[BLOCK].text == "First."


def test_a_text_that_is_too_long_is_refused_whole(session, write):
    with pytest.raises(InvalidInput, match="shorten it by 1"):
        write("x" * 50_001, opened_at_number=0)


def test_the_trail_names_the_text_and_does_not_quote_it(session, write):
    write("A child's name.", opened_at_number=0)

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "wrote text of report")).one()
    assert entry.after == {"period": "2016-17-Q3", "text": "introduction", "version": 1}


def test_findings_of_a_month_are_one_row_that_changes(session, lead):
    def save(findings: Findings, opened_at_version: int) -> None:
        write_findings(session, DECEMBER, findings, opened_at_version=opened_at_version, by=lead, at=AT)

    save(Findings(theme="Voice", strengths="- Seen alone"), 0)
    save(Findings(theme="Voice of the child"), 1)
    save(Findings(theme="Voice of the child"), 2)
    session.commit()
    with pytest.raises(Conflict):
        save(Findings(theme="Blind"), 1)

    row = session.scalars(select(AuditFinding)).one()
    assert (row.month, row.theme, row.strengths, row.version) == (201612, "Voice of the child", "", 2)
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "wrote findings of audits")).all()
    assert [entry.after for entry in entries] == [
        {"month": "2016-12", "version": 1},
        {"month": "2016-12", "version": 2},
    ]
