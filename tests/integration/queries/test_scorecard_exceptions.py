from datetime import date

import pytest

from qa_app.domain.measures import Frequency, MeasureKind
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.scope import Scope
from qa_app.queries.scorecard_exceptions import owed_comments
from qa_app.queries.scorecards import first_month_known
from tests.factories import a_tool_version, an_audit
from tests.factories.measures import a_measure, a_measure_value, a_threshold
from tests.factories.people import a_person
from tests.factories.scorecards import a_comment, a_scorecard

TODAY = date(2017, 1, 1)
"""The first day after Q3 2016-17, and after December."""


@pytest.fixture
def rosa(session):
    person = a_person(name="Rosa Responsible")
    session.add(person)
    session.flush()
    return person


@pytest.fixture
def measures(session, rosa):
    """All but the last worse than every band in Q3 2016-17; the second has a comment."""
    own, said, other, fine = (a_measure(code=code) for code in ("OWN", "SAID", "OTHER", "FINE"))
    own.responsible = said.responsible = fine.responsible = rosa
    session.add_all([own, said, other, fine])
    session.flush()
    for measure in (own, said, other, fine):
        session.add(a_threshold(measure))
        session.add(a_measure_value(measure, "Q3 2016-17", "90" if measure is fine else "40"))
    session.add(a_comment(said))
    return [own, said, other, fine]


def found(session, **named) -> list[tuple[str, str, str]]:
    owed = owed_comments(session, Scope.everything(), today=TODAY, **named)
    return [(each.scorecard, str(each.period), each.measure.code) for each in owed]


def test_what_is_owed_by_scorecard_and_line(session, measures, rosa):
    own, said, other, fine = measures
    session.add_all(
        [
            a_scorecard({"One": [other, own], "Two": [said, fine]}, title="Quarterly"),
            a_scorecard({"One": [own]}, title="Also"),
            a_scorecard({"One": [own]}, title="Out of use", active=False),
        ]
    )
    session.flush()

    assert found(session) == [
        ("Also", "Q3 2016-17", "OWN"),
        ("Quarterly", "Q3 2016-17", "OTHER"),
        ("Quarterly", "Q3 2016-17", "OWN"),
    ]
    assert found(session, responsible_id=rosa.id) == [
        ("Also", "Q3 2016-17", "OWN"),
        ("Quarterly", "Q3 2016-17", "OWN"),
    ]
    assert found(session, responsible_id=rosa.id + 1) == []


def test_each_scorecard_by_its_own_periods(session, measures):
    monthly = a_scorecard({"One": [measures[2]]}, frequency=Frequency.MONTH)
    session.add_all([monthly, a_measure_value(measures[2], "Dec 2016", "30")])
    session.flush()

    owed = owed_comments(session, Scope.everything(), today=TODAY)
    assert [(each.period, each.why) for each in owed] == [
        (Month(2016, 12), "Inadequate: worse than every band")
    ]
    # A day earlier the quarter is not over, and November has no figure.
    assert owed_comments(session, Scope.everything(), today=date(2016, 12, 31)) == []


def test_the_first_month_that_anything_is_known_of(session, measures):
    audited = a_measure(kind=MeasureKind.AUDIT)
    entered, empty = a_scorecard({"One": measures}), a_scorecard({"One": [a_measure()]})
    counting = a_scorecard({"One": [audited, measures[0]]})
    session.add_all([entered, empty, counting])
    session.add(a_measure_value(measures[1], Quarter(2015, 1), "40"))
    session.flush()
    assert first_month_known(session, entered.id) == 201506
    assert first_month_known(session, empty.id) is None
    assert first_month_known(session, counting.id) == 201612

    session.add(an_audit(a_tool_version(session), audit_date=date(2014, 5, 1)))
    session.flush()

    assert first_month_known(session, counting.id) == 201405
    assert first_month_known(session, entered.id) == 201506  # counts no audits
