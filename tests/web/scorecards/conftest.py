import pytest

from qa_app.domain.roles import Role
from tests.factories.measures import a_measure, a_measure_value, a_threshold
from tests.factories.people import a_person
from tests.factories.scorecards import a_scorecard


@pytest.fixture
def rosa(session):
    """Responsible for one measure, and for nothing else."""
    person = a_person(Role.AUDITOR, name="Rosa Responsible")
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def card(session, rosa):
    """Three lines in bands 60-69, 70-79 and 80-100: in Q3 2016-17 two are exceptions, one of them Rosa's."""
    visits = a_measure("Visits in time", code="V1", responsible=rosa)
    plans = a_measure("Plans are clear", code="P1", outcome="Planning")
    reviews = a_measure("Reviews held", code="R1")
    card = a_scorecard({"Front door": [visits, plans], "Plans": [reviews]}, title="Board scorecard")
    session.add(card)
    session.flush()
    for measure, values in ((visits, ("85", "55")), (plans, ("71", "65")), (reviews, ("80", "90"))):
        session.add(a_threshold(measure))
        session.add_all(
            a_measure_value(measure, period, value)
            for period, value in zip(("Q2 2016-17", "Q3 2016-17"), values, strict=True)
        )
    session.commit()
    return card


@pytest.fixture
def measures(card):
    """By code."""
    return {line.measure.code: line.measure for theme in card.themes for line in theme.lines}


@pytest.fixture
def url(card):
    return f"/scorecards/{card.id}"
