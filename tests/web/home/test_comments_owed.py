import pytest
from sqlalchemy import select

from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.models import MeasureValue, Scorecard
from qa_app.web.clock import today
from tests.factories.measures import a_measure, a_measure_value, a_threshold
from tests.factories.people import a_person
from tests.factories.scorecards import a_comment, a_scorecard


@pytest.fixture
def latest():
    """The newest quarter that is over."""
    return Quarter.of(today()).previous()


@pytest.fixture
def rosa(session):
    person = a_person(Role.VIEWER, name="Rosa Responsible")
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def measure(session, rosa, latest):
    """Worse than every band in that quarter, on a scorecard in use."""
    measure = a_measure("Visits in time", responsible=rosa)
    session.add(a_scorecard({"Front door": [measure]}, title="Board scorecard"))
    session.flush()
    session.add_all([a_threshold(measure), a_measure_value(measure, latest, "40")])
    session.commit()
    return measure


def test_a_responsible_person_is_asked_for_a_comment(sign_in, get, measure, rosa, latest):
    sign_in(person=rosa)

    page = get("/")

    assert "1 measure that you are responsible for asks for a comment." in page.text
    assert f"Board scorecard, {latest}" in page.text
    assert "Inadequate: worse than every band" in page.text
    asked = get(page.link("Comment on Visits in time"))
    assert asked.heading == f"Visits in time, {latest}"


def test_nobody_else_is(sign_in, get, measure):
    sign_in(Role.VIEWER, Role.QA_LEAD)

    assert "for a comment" not in get("/").text


@pytest.mark.parametrize("over", ["commented", "out of use", "older"])
def test_nor_anybody_once_it_is_over(sign_in, get, session, measure, rosa, latest, over):
    card = session.scalars(select(Scorecard)).one()
    value = session.scalars(select(MeasureValue)).one()
    match over:
        case "commented":
            session.add(a_comment(measure, latest.key))
        case "out of use":
            card.active = False
        case "older":  # the quarter before the newest one that is over
            session.delete(value)
            session.add(a_measure_value(measure, latest.previous(), "40"))
    session.commit()
    sign_in(person=rosa)

    assert "for a comment" not in get("/").text


def test_the_list_of_scorecards_tells_the_qa_lead(sign_in, get, measure, latest):
    sign_in(Role.QA_LEAD)

    page = get("/scorecards")

    owed = get(page.link(f"1 comment still owed for {latest} (Board scorecard)"))
    assert owed.heading == f"Exceptions, {latest}"
    sign_in(Role.VIEWER)
    assert "owed" not in get("/scorecards").text
