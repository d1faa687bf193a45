from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.errors import NotPermitted, TransitionNotAllowed
from qa_app.domain.periods import Quarter
from qa_app.domain.quarter_report import MOST_KEPT, Step
from qa_app.domain.roles import Role
from qa_app.models import QuarterReport, ReportState
from qa_app.services.report_making import (
    ask_again,
    ask_for_report,
    keep_files,
    mark_failed,
    may_take,
    tell_step,
)
from tests.factories import a_person, a_quarter_report, a_scorecard, a_service_area

AT = datetime(2017, 1, 20, 9, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
Q3 = Quarter(2016, 3)


@pytest.fixture
def viewer(session):
    session.add(person := a_person(Role.VIEWER))
    session.flush()
    return person


@pytest.fixture
def scorecard(session):
    session.add(row := a_scorecard())
    session.flush()
    return row


@pytest.fixture
def report(session, scorecard, viewer):
    return ask_for_report(session, scorecard, Q3, by=viewer, at=AT)


def keep(session, report, *, asked_at=AT) -> None:
    keep_files(session, report.id, pdf=b"%PDF", xlsx=b"PK", asked_at=asked_at, at=LATER)
    session.expire_all()


def test_steps_are_told_until_the_files_are_kept(session, report):
    tell_step(session, report.id, Step.FINDINGS, asked_at=AT)
    session.refresh(report)
    assert (report.state, report.done, report.total) == (ReportState.DRAWING, 2, len(Step))
    assert report.step == "Reading the findings of the three months"

    keep(session, report)

    assert (report.state, report.done, report.finished_at) == (ReportState.READY, len(Step), LATER)
    assert (report.pdf, report.xlsx) == (b"%PDF", b"PK")


def test_what_failed_can_be_asked_for_again_and_what_is_finished_cannot(session, report, viewer):
    mark_failed(session, report.id, asked_at=AT, at=LATER)
    session.refresh(report)
    assert report.state is ReportState.FAILED

    ask_again(session, report, by=viewer, at=LATER)
    assert (report.state, report.done, report.asked_at) == (ReportState.DRAWING, 0, LATER)

    keep(session, report, asked_at=LATER)
    with pytest.raises(TransitionNotAllowed):
        ask_again(session, report, by=viewer, at=LATER)


def test_only_whoever_asked_can_have_it_made_again(session, report):
    session.add(lead := a_person(Role.QA_LEAD))
    session.flush()

    with pytest.raises(NotPermitted):
        ask_again(session, report, by=lead, at=LATER)


def test_an_attempt_given_up_for_lost_changes_nothing_when_it_ends(session, report, viewer):
    ask_again(session, report, by=viewer, at=LATER)

    tell_step(session, report.id, Step.WORKBOOK, asked_at=AT)
    mark_failed(session, report.id, asked_at=AT, at=LATER)
    keep(session, report, asked_at=AT)

    assert (report.state, report.done, report.pdf) == (ReportState.DRAWING, 0, None)


def test_of_finished_reports_only_the_newest_are_kept(session, scorecard, report, viewer):
    session.add(other := a_person(Role.VIEWER))
    session.flush()
    old = [a_quarter_report(scorecard, viewer, asked_at=AT - timedelta(days=days)) for days in range(1, 8)]
    beside = [
        a_quarter_report(scorecard, other, asked_at=AT - timedelta(days=30)),
        a_quarter_report(scorecard, viewer, period="2016-17-Q2", asked_at=AT - timedelta(days=30)),
        a_quarter_report(
            scorecard, viewer, asked_at=AT - timedelta(days=30), state=ReportState.FAILED, pdf=None
        ),
    ]
    session.add_all([*old, *beside])
    session.flush()
    kept = {report.id, *(row.id for row in old[: MOST_KEPT - 1]), *(row.id for row in beside)}

    keep(session, report)

    assert set(session.scalars(select(QuarterReport.id))) == kept


def test_a_report_is_for_whoever_asked_and_for_qa_leads_who_see_as_much(session, scorecard):
    north, south = a_service_area(), a_service_area()
    people = {
        "asker": a_person(Role.VIEWER, areas=[north]),
        "another": a_person(Role.VIEWER, areas=[north]),
        "everything": a_person(Role.VIEWER),
        "lead": a_person(Role.QA_LEAD),
    }
    session.add_all([north, south, *people.values()])
    session.flush()
    report = ask_for_report(session, scorecard, Q3, by=people["asker"], at=AT)
    assert report.area_ids == [north.id]

    assert {name for name, person in people.items() if may_take(report, person)} == {"asker", "lead"}
    # Who sees another area now is no longer shown the figures of this one.
    people["asker"].service_areas = [south]
    assert not may_take(report, people["asker"])
    whole = ask_for_report(session, scorecard, Q3, by=people["everything"], at=AT)
    people["everything"].sees_all_areas = False
    assert not may_take(whole, people["everything"])
