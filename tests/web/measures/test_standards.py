"""What a measure is held against: set, put right and taken away."""

import pytest
from sqlalchemy import select

from qa_app.domain.directions import Polarity
from qa_app.domain.roles import Role
from qa_app.models import ChildPopulation, MeasureComparator, MeasureTarget, MeasureThreshold, TrailEntry
from tests.factories import a_comparator, a_measure, a_target, a_threshold

BANDS = {"requires_improvement": "60-69", "good": "70-79", "outstanding": "80-100", "holds_from": ""}


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


@pytest.fixture
def measure(session):
    measure = a_measure("Visits in time")
    session.add(measure)
    session.commit()
    return measure


def test_thresholds_are_set_from_a_period_on(send, session, lead, measure):
    url = f"/measures/{measure.id}/thresholds"
    send(url, BANDS)

    page = send(url, BANDS | {"requires_improvement": "50 -  69", "holds_from": "Q3 2016-17"})

    assert page.heading == "Thresholds"
    assert "The thresholds hold from Oct 2016." in page.messages[0]
    assert [row[:4] for row in page.rows] == [
        ["Oct 2016", "50 - 69", "70-79", "80-100"],
        ["The beginning", "60-69", "70-79", "80-100"],
    ]


def test_what_is_set_for_the_same_period_again_is_put_right(send, session, lead, measure):
    url = f"/measures/{measure.id}/thresholds"
    send(url, BANDS)

    send(url, BANDS | {"requires_improvement": "55-69"})

    assert session.scalars(select(MeasureThreshold.requires_improvement)).all() == ["55-69"]
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert entry.before["bands"] == ["60-69", "70-79", "80-100"]
    assert entry.after["bands"] == ["55-69", "70-79", "80-100"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"good": "about 70"}, "“about 70” is not a band: write it like 60-69, Below 20 or 80 or more"),
        ({"good": "65-79"}, "60-69 and 65-79 overlap: begin one where the other ends"),
        ({"good": "75-79"}, "There is a gap between 60-69 and 75-79: close it"),
        ({"good": ""}, "Write the band of Good too, or leave all three blank"),
        (
            {"good": "7" * 41},
            "This is 41 characters long and the most that can be saved is 40: shorten it by 1",
        ),
        ({"holds_from": "soon"}, "“soon” is not a period"),
        (
            {"requires_improvement": "21-25", "good": "11-20", "outstanding": "0-10"},
            "In this order the bands say that lower is better, but of this measure higher is better: turn"
            " them round, or change which way is good",
        ),
        (dict.fromkeys(BANDS, ""), "None are set, so write the bands"),
    ],
)
def test_bands_that_cannot_be_taken_are_told_at_their_field(send, session, lead, measure, typed, sentence):
    page = send(f"/measures/{measure.id}/thresholds", BANDS | typed, status=422)

    assert any(sentence in error for error in page.errors)
    assert {field: page.form()[field] for field in BANDS} == BANDS | typed
    assert session.scalars(select(MeasureThreshold)).all() == []


def test_a_measure_of_which_neither_way_is_good_has_no_bands(send, session, lead, measure):
    measure.polarity = Polarity.NEUTRAL

    page = send(f"/measures/{measure.id}/thresholds", BANDS, status=422)

    assert "but of this measure neither way is good: say first which way is" in page.errors[0]
    assert "so say first which way is good for this measure" in page.text


def test_a_target_is_a_value_or_a_range(send, session, lead, measure):
    url = f"/measures/{measure.id}/targets"
    send(url, {"low": "85%", "tolerance": "2.5"})

    page = send(url, {"low": "138", "high": "168.6", "holds_from": "2016-17"})

    assert [row[:2] for row in page.rows] == [
        ["Apr 2016", "138 to 168.6"],
        ["The beginning", "85, tolerance 2.5"],
    ]
    page = send(url, {"holds_from": "Jan 2017"})
    assert page.rows[0][:2] == ["Jan 2017", "None from then on"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"low": "many"}, "“many” is not a number"),
        ({"low": "90", "high": "80"}, "The range ends before it begins"),
        ({"tolerance": "5"}, "Write the target too, or leave all of it blank"),
        ({"low": "85", "tolerance": "-1"}, "Write how far the target may be missed: 0 or more"),
        ({"low": "85", "holds_from": "2016-18"}, "“2016-18” is not a period"),
        ({}, "None is set, so write the target"),
    ],
)
def test_a_target_that_cannot_be_taken_is_told_at_its_field(send, session, lead, measure, typed, sentence):
    page = send(f"/measures/{measure.id}/targets", typed, status=422)

    assert any(sentence in error for error in page.errors)
    assert session.scalars(select(MeasureTarget)).all() == []


def test_a_single_target_asks_for_a_polarity(send, lead, measure):
    measure.polarity = Polarity.NEUTRAL

    page = send(f"/measures/{measure.id}/targets", {"low": "85"}, status=422)

    assert "Neither way is good for this measure, so a single target says nothing" in page.errors[0]


def test_a_comparator_has_a_year_of_its_own(send, session, lead, measure):
    url = f"/measures/{measure.id}/comparators"
    send(url, {"kind": "England", "year": "2014-15", "value": "60"})
    # As a month, 2011-12 is December.
    send(url, {"kind": "region", "year": "2011-12", "value": "59"})

    page = send(url, {"kind": "England", "year": "2014/15", "value": "61.5", "source": "LAIT"})

    assert [row[:4] for row in page.rows] == [
        ["2014-15", "England", "61.5%", "LAIT"],
        ["2011-12", "Region", "59%", ""],
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": ""}, "Write the reporting year, such as 2016-17"),
        ({"year": "Q3 2016-17"}, "“Q3 2016-17” is not a reporting year: write it as 2016-17"),
        ({"year": "2016-19"}, "“2016-19” is not a reporting year: write it as 2016-17"),
        ({"value": ""}, "Write what they reached, such as 57 or 7.5"),
        ({"value": "more"}, "“more” is not a number"),
        ({"kind": "own last year"}, "Invalid Choice: could not coerce."),
    ],
)
def test_a_comparator_that_cannot_be_taken_is_told_at_its_field(
    send, session, lead, measure, typed, sentence
):
    whole = {"kind": "England", "year": "2015-16", "value": "60"}

    page = send(f"/measures/{measure.id}/comparators", whole | typed, status=422)

    assert any(sentence in error for error in page.errors)
    assert session.scalars(select(MeasureComparator)).all() == []


@pytest.mark.parametrize(
    ("kind", "make"),
    [("thresholds", a_threshold), ("targets", a_target), ("comparators", a_comparator)],
)
def test_what_was_set_by_mistake_is_taken_away(get, send, session, lead, measure, kind, make):
    other = a_measure()
    session.add(other)
    session.flush()
    row, kept = make(measure), make(other)
    session.add_all([row, kept])
    session.commit()
    table = type(row)

    # Under the address of another measure it is not found.
    send(f"/measures/{other.id}/{kind}/{row.id}/remove", status=404)
    page = send(f"/measures/{measure.id}/{kind}/{row.id}/remove")

    assert page.rows == []
    assert session.scalars(select(table.measure_id)).all() == [other.id]
    assert session.scalars(select(TrailEntry.action).where(TrailEntry.action.startswith("removed"))).all()


def test_the_children_of_a_year_are_entered_and_put_right(send, session, lead):
    send("/measures/population", {"year": "2015-16", "children": "60,500"})
    send("/measures/population", {"year": "2016-17", "children": "61000"})

    page = send("/measures/population", {"year": "2016-17", "children": "61,234", "source": "ONS"})

    assert page.rows == [["2016-17", "61,234", "ONS"], ["2015-16", "60,500", ""]]
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert (entry.before, entry.after) == ({"children": 61000}, {"year": 2016, "children": 61234})


@pytest.mark.parametrize(
    ("children", "sentence"),
    [
        ("0", "No rate can be counted against no children: write 1 or more"),
        ("-5", "No rate can be counted against no children: write 1 or more"),
        ("0.5", "Write a whole number of children, such as 61,000"),
        ("999999999999", "Write a whole number of children, such as 61,000"),
        ("many", "“many” is not a number"),
        (" ", "Write how many children live in the area"),
    ],
)
def test_a_population_that_cannot_be_taken_is_told_at_its_field(send, session, lead, children, sentence):
    page = send("/measures/population", {"year": "2016", "children": children}, status=422)

    assert page.errors[0] == "“2016” is not a reporting year: write it as 2016-17"
    assert sentence in page.errors[1]
    assert session.scalars(select(ChildPopulation)).all() == []
