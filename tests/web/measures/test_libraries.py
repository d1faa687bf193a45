"""Adopting what other councils measure, and what is not collected."""

import pytest
from sqlalchemy import func, select

from qa_app.domain.measures import MeasureKind, Printed
from qa_app.domain.roles import Role
from qa_app.models import Measure
from tests.factories import a_measure

WORCESTERSHIRE = "/measures/libraries/worcestershire"


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


def count(session):
    return session.scalar(select(func.count(Measure.id)))


def test_a_library_is_adopted_line_by_line(get, send, session, lead):
    page = get(WORCESTERSHIRE)
    assert len(page.rows) == 120
    assert len(page.tree.xpath("//input[@name='line']")) == 120

    page = send(f"{WORCESTERSHIRE}/adopt", {"line": ["29", "52"], "which": "chosen"})

    assert "2 measures adopted." in page.messages[0]
    assert len(page.tree.xpath("//input[@name='line']")) == 118
    assert [row[0] for row in page.rows if row[-1].startswith("Adopted")] == ["29", "52"]
    visits = session.scalars(select(Measure).order_by(Measure.id)).first()
    assert visits.library == "worcestershire/29"
    assert (visits.kind, visits.collected, visits.carries_target, visits.carries_direction) == (
        *(MeasureKind.ACTIVITY_AND_QUALITY, Printed.VARIANT, Printed.YES, Printed.NOT_APPLICABLE),
    )


def test_a_library_is_adopted_whole_and_adopting_it_twice_adds_nothing(send, session, lead):
    send("/measures/libraries/wirral/adopt", {"line": ["3"], "which": "chosen"})

    page = send("/measures/libraries/wirral/adopt", {"which": "all"})

    assert "20 measures adopted. 1 was there already." in page.messages[0]
    assert "All of them are in the catalogue." in page.text
    page = send("/measures/libraries/wirral/adopt", {"which": "all"})
    assert "0 measures adopted. 21 were there already." in page.messages[0]
    assert count(session) == 21


def test_a_measure_of_that_name_is_left_alone(send, session, lead):
    session.add(a_measure("contacts"))

    page = send("/measures/libraries/wirral/adopt", {"line": ["2"], "which": "chosen"})

    assert page.messages == ["Not adopted: line 2. There is a measure “contacts” already."]
    assert count(session) == 1


def test_nothing_chosen_is_said_so(send, session, lead):
    page = send(f"{WORCESTERSHIRE}/adopt", {"which": "chosen"}, status=422)

    assert page.errors == ["Choose at least one measure, or adopt all of them"]
    assert count(session) == 0


def test_the_libraries_say_how_much_of_them_is_adopted(get, send, lead):
    send("/measures/libraries/wirral/adopt", {"line": ["1", "2", "nonsense"], "which": "chosen"})

    assert "21 measures, 2 of them adopted." in get("/measures/libraries").text


def test_there_is_no_library_of_another_name(get, send, lead):
    get("/measures/libraries/nowhere", status=404)
    send("/measures/libraries/nowhere/adopt", {"which": "all"}, status=404)


def test_the_gaps_of_a_library_are_listed_by_outcome(get, send, session, lead):
    send(f"{WORCESTERSHIRE}/adopt", {"line": ["29", "41"], "which": "chosen"})
    session.scalars(
        select(Measure).where(Measure.library == "worcestershire/41")
    ).one().collected = Printed.YES

    page = get("/measures/gaps")

    # What was adopted and is collected now is no gap of this council's any more, though printed as one.
    assert [(row[0][:30], row[2]) for row in page.rows[:1]] == [
        ("% of children subject to a chi", "A variant of it")
    ]
    printed = [row for row in page.rows if len(row) == 5]
    flags = [row[2] for row in printed]
    assert (flags.count("No"), flags.count("Not known"), flags.count("A variant of it")) == (18, 3, 2)
    here = {row[0][:25]: row[4] for row in printed if row[4] != "Not adopted"}
    assert here == {
        "% of children subject to ": "Adopted; collected: a variant of it",
        "% of looked after childre": "Adopted; collected: yes",
    }
    outcomes = [heading.text_content() for heading in page.tree.xpath("//main//h3")]
    assert outcomes[0] == outcomes[1] == "Are Safe From Harm"
