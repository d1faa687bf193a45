"""A scorecard that was put together once is not put together again while nothing changes."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measure_values import TypedValue
from qa_app.domain.measures import MeasureKind
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.services.measure_values import set_value
from tests.factories import (
    a_measure,
    a_measure_value,
    a_scorecard,
    a_service_area,
    a_tool,
    a_tool_version,
    an_audit,
)

Q3 = Quarter(2016, 3)
PAGE = "/scorecards/{}?period=2016-17-Q3"


@pytest.fixture
def entered(session):
    measure = a_measure("Seen in time")
    session.add(measure)
    session.flush()
    session.add(a_measure_value(measure, Q3, "57"))
    scorecard = a_scorecard({"Theme": [measure]})
    session.add(scorecard)
    session.commit()
    return measure, PAGE.format(scorecard.id)


@pytest.fixture
def read_values(engine):
    """The statements that read values of measures."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if "FROM measure_value" in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_the_figures_are_read_once(get, sign_in, entered, read_values):
    _, path = entered
    sign_in(Role.VIEWER)
    first = get(path)
    number = len(read_values)

    again = get(path)

    assert number
    assert len(read_values) == number
    assert again.text == first.text


def test_a_change_is_seen_at_once(get, sign_in, session, entered):
    measure, path = entered
    sign_in(Role.VIEWER)
    assert "57%" in get(path).text

    typed = TypedValue(value="58", reason="One was counted twice.")
    set_value(session, measure, Q3, typed, seen=1, by=None, at=datetime(2017, 2, 1, tzinfo=UTC))

    assert "58%" in get(path).text


def test_nobody_is_shown_what_was_kept_for_somebody_else(get, sign_in, session):
    version = a_tool_version(session, a_tool(standards=("smart",)))
    north, south = a_service_area("North"), a_service_area("South")
    definition = AuditDefinition(Counts.MET, ("smart",))
    measure = a_measure("SMART", kind=MeasureKind.AUDIT, audit_definition=definition.as_json())
    scorecard = a_scorecard({"Theme": [measure]})
    for area, met in ((north, 1), (south, 2)):
        session.add(an_audit(version, service_area=area, audit_date=date(2016, 11, 5), judged={"smart": met}))
    session.add(scorecard)
    session.commit()
    path = PAGE.format(scorecard.id)
    sign_in(Role.VIEWER)
    assert "50% of 2" in get(path).text

    sign_in(Role.VIEWER, areas=[north])

    assert "100% of 1" in get(path).text
