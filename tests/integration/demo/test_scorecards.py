"""The invented council's scorecards have something of everything that a scorecard can say."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.demo.scorecards import BOARD, LEFT_UNSAID, QUARTERLY
from qa_app.domain.measures import MeasureKind, ValueStatus
from qa_app.domain.periods import Month, Quarter, london_date
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import Scorecard
from qa_app.models import AuditFinding, MeasureValue, Publication, ReportText
from qa_app.models import Scorecard as Row
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from qa_app.services.publishing import is_unchanged


def read(session: Session, title: str, last: Month | Quarter) -> Scorecard:
    number = session.scalars(select(Row.id).where(Row.title == title)).one()
    return read_scorecard(session, scorecard_choice(session, number, last=last), Scope.everything())


@pytest.fixture
def quarterly(demonstration: Session, now: datetime) -> Scorecard:
    return read(demonstration, QUARTERLY, Quarter.of(london_date(now)).previous())


def test_every_line_has_a_figure_in_every_full_quarter(quarterly: Scorecard):
    """Those of the latest come in from the case system a week after its end."""
    missing = [
        (line.measure.name, str(period))
        for line in quarterly.lines
        for reading, period in zip(line.readings, quarterly.choice.periods_shown, strict=True)
        if reading.value is None and (line.measure.is_audit or period != quarterly.choice.last)
    ]

    assert missing == []
    kinds = {line.measure.kind for line in quarterly.lines}
    assert kinds == {MeasureKind.AUDIT, MeasureKind.ACTIVITY}


def test_some_lines_are_better_than_others_and_a_few_comments_are_owed(quarterly: Scorecard):
    words = {line.status.word for line in quarterly.lines if line.status}
    owed = [line for line in quarterly.lines if line.owes_comment]

    assert {"Good", "Requires Improvement", "Inadequate"} <= words
    assert len(owed) == LEFT_UNSAID
    assert any(line.comment and line.comment.action and line.comment.due_on for line in quarterly.lines)
    assert any(line.previous_comment for line in quarterly.lines)


def test_the_month_is_read_against_targets_and_neighbours(demonstration: Session, now: datetime):
    # The figures of a month are there a week after its end.
    last = Month.of(london_date(now)).previous().previous()

    board = read(demonstration, BOARD, last)

    words = {line.status.word for line in board.lines if line.status}
    assert words & {"Green: on target", "Amber: within tolerance", "Red: off target"}
    assert all(line.latest.value is not None for line in board.lines)
    assert any(line.standards.comparators for line in board.lines)


def test_no_value_is_of_a_month_that_is_not_over(demonstration: Session, now: datetime):
    values = demonstration.scalars(select(MeasureValue)).all()

    assert values
    assert all(value.entered_at <= now for value in values)
    assert max(value.last_month for value in values) < Month.of(london_date(now)).first_month


def test_a_quarter_was_published_and_a_figure_revised_since(demonstration: Session, now: datetime):
    [publication] = demonstration.scalars(select(Publication)).all()
    revised = demonstration.scalars(
        select(MeasureValue).where(MeasureValue.status == ValueStatus.REVISED, MeasureValue.is_current)
    ).all()

    assert publication.period == Quarter.of(london_date(now)).previous().previous().key
    assert is_unchanged(publication)
    assert [value.entered_at > publication.published_at for value in revised] == [True]


def test_the_latest_quarter_has_texts_and_findings_for_its_report(demonstration: Session, now: datetime):
    quarter = Quarter.of(london_date(now)).previous()
    texts = demonstration.scalars(select(ReportText)).all()
    months = demonstration.scalars(select(AuditFinding.month).order_by(AuditFinding.month)).all()

    assert {text.period for text in texts} == {quarter.key}
    assert (months[0], months[-1]) == (quarter.first_month, quarter.last_month)
