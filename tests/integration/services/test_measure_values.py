from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.domain.measure_values import TypedValue
from qa_app.domain.measures import MeasureKind, Unit, ValueStatus
from qa_app.domain.periods import Month, Quarter
from qa_app.models import ChildPopulation, MeasureValue, TrailEntry
from qa_app.services.measure_values import RefusedValues, TypedRow, save_values, set_value
from tests.factories import a_measure, a_measure_value, a_person

AT = datetime(2017, 1, 10, 9, tzinfo=UTC)
Q3 = Quarter(2016, 3)


@pytest.fixture
def measure(session):
    measure = a_measure("Visits in time")
    session.add(measure)
    session.flush()
    return measure


@pytest.fixture
def person(session):
    person = a_person()
    session.add(person)
    session.flush()
    return person


def rows_of(session, measure) -> list[tuple[int, bool, str | None, str, str]]:
    rows = session.scalars(
        select(MeasureValue).where(MeasureValue.measure_id == measure.id).order_by(MeasureValue.number)
    )
    return [(row.number, row.is_current, row.value, row.status.value, row.reason) for row in rows]


def trail(session) -> list[tuple[str, dict | None, dict | None]]:
    entries = session.scalars(select(TrailEntry).where(TrailEntry.subject == "measure"))
    return [(entry.action, entry.before, entry.after) for entry in entries]


def test_a_value_is_entered_revised_and_taken_out_and_every_one_is_kept(session, measure, person):
    set_value(session, measure, Q3, TypedValue(value="57%"), seen=0, by=person, at=AT)
    set_value(session, measure, Q3, TypedValue(value="58", reason="A late visit"), seen=1, by=person, at=AT)
    set_value(session, measure, Q3, TypedValue(), seen=2, by=person, at=AT)
    set_value(session, measure, Q3, TypedValue(value="N/A"), seen=0, by=person, at=AT)

    assert rows_of(session, measure) == [
        (1, False, "57", "final", ""),
        (2, False, "58", "revised", "A late visit"),
        (3, True, None, "final", ""),
    ]
    about = {"measure": measure.name, "period": "Q3 2016-17"}
    assert trail(session) == [
        ("entered value", None, {**about, "value": "57", "status": "final"}),
        (
            "revised value",
            {"value": "57", "status": "final"},
            {**about, "value": "58", "status": "revised"},
        ),
        ("took out value", {**about, "value": "58", "status": "revised"}, None),
        ("entered value", None, {**about, "value": "N/A", "status": "final"}),
    ]


def test_who_entered_it_when_and_about_which_months(session, measure, person):
    set_value(
        session,
        measure,
        Q3,
        TypedValue("9", "10", "", "provisional", source="LCS"),
        seen=0,
        by=person,
        at=AT,
    )

    row = session.scalars(select(MeasureValue)).one()
    assert (row.entered_by, row.entered_at, row.source) == (person, AT, "LCS")
    assert (row.period, row.first_month, row.last_month) == ("2016-17-Q3", 201610, 201612)
    assert (row.numerator, row.denominator, row.value) == ("9", "10", None)
    assert row.status is ValueStatus.PROVISIONAL


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TypedValue(value="57.0"), "value"),  # the same
        (TypedValue(value="57"), "value"),
        (TypedValue(value="58"), "reason"),  # revised without a reason
        (TypedValue(value="57", reason="Because"), "reason"),  # a reason for nothing
        (TypedValue(reason="Because"), "value"),
        (TypedValue(value="57", status="provisional"), "status"),
        (TypedValue(value="101", reason=""), "value"),
    ],
)
def test_what_is_refused(session, measure, person, typed, field):
    session.add(a_measure_value(measure, Q3, "57"))
    session.flush()

    with pytest.raises(InvalidInput) as refused:
        set_value(session, measure, Q3, typed, seen=1, by=person, at=AT)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert len(rows_of(session, measure)) == 1
    assert trail(session) == []


def test_an_audit_measure_takes_no_typed_value(session, person):
    measure = a_measure(kind=MeasureKind.AUDIT, audit_definition={"counts": "audits"})
    session.add(measure)
    session.flush()

    with pytest.raises(InvalidInput, match="never typed in"):
        set_value(session, measure, Q3, TypedValue(value="57"), seen=0, by=person, at=AT)


def test_a_month_is_no_value_of_a_quarterly_measure(session, measure, person):
    with pytest.raises(InvalidInput, match="for every quarter"):
        set_value(session, measure, Month(2016, 12), TypedValue(value="57"), seen=0, by=person, at=AT)


def test_today_is_todays_date_in_london(session, measure, person):
    still_december = datetime(2016, 12, 30, 23, 59, tzinfo=UTC)

    with pytest.raises(InvalidInput, match="not over yet"):
        set_value(session, measure, Q3, TypedValue(value="57"), seen=0, by=person, at=still_december)


def test_a_rate_is_counted_against_the_children_of_its_own_year(session, person):
    measure = a_measure(unit=Unit.RATE)
    session.add_all([measure, ChildPopulation(starting_year=2015, children=54_000)])
    session.flush()
    typed = TypedValue(numerator="475")

    with pytest.raises(InvalidInput, match="How many children there are in 2016-17 is not known"):
        set_value(session, measure, Q3, typed, seen=0, by=person, at=AT)
    set_value(session, measure, Quarter(2015, 4), typed, seen=0, by=person, at=AT)


def test_a_value_that_somebody_changed_meanwhile_is_not_overwritten(session, measure, person):
    set_value(session, measure, Q3, TypedValue(value="57"), seen=0, by=person, at=AT)

    with pytest.raises(Conflict, match=f"{person.name} entered 57% meanwhile"):
        set_value(session, measure, Q3, TypedValue(value="60", reason="Mine"), seen=0, by=person, at=AT)

    assert rows_of(session, measure) == [(1, True, "57", "final", "")]


def test_a_value_that_somebody_changed_meanwhile_is_not_taken_out(session, measure, person):
    session.add(a_measure_value(measure, Q3, "57", is_current=False))
    session.add(a_measure_value(measure, Q3, "58", number=2))
    session.flush()

    with pytest.raises(Conflict, match="Somebody else entered 58% meanwhile"):
        set_value(session, measure, Q3, TypedValue(), seen=1, by=person, at=AT)


def test_a_value_that_somebody_took_out_meanwhile_is_told_of(session, measure, person):
    session.add(a_measure_value(measure, Q3, "57", is_current=False))
    session.flush()

    with pytest.raises(Conflict, match="Somebody else took the value out meanwhile"):
        set_value(session, measure, Q3, TypedValue(value="58"), seen=1, by=person, at=AT)


def test_all_rows_of_a_page_are_saved_or_none(session, person):
    one, two, three = a_measure("One"), a_measure("Two"), a_measure("Three")
    session.add_all([one, two, three])
    session.flush()
    session.add(a_measure_value(three, Q3, "80"))
    session.flush()
    good = {
        one.id: TypedRow(TypedValue(value="57"), 0),
        three.id: TypedRow(TypedValue(value="80", status="final"), 1),
    }
    bad = {two.id: TypedRow(TypedValue(numerator="11", denominator="10", value="x"), 0)}

    with pytest.raises(RefusedValues) as refused:
        save_values(session, Q3, good | bad, by=person, at=AT)
    assert {number: [p.field for p in found] for number, found in refused.value.problems.items()} == {
        two.id: ["value"]
    }
    assert (rows_of(session, one), rows_of(session, two)) == ([], [])

    saved = save_values(
        session,
        Q3,
        good | {two.id: TypedRow(TypedValue("171", "703", "25"), 0)},
        by=person,
        at=AT,
    )

    assert (saved.written, saved.withdrawn) == (2, 0)  # the third says what is there
    assert saved.warnings == ["Two, Q3 2016-17: 171 of 703 is 24.3%, not 25%: the counts are used"]
    assert rows_of(session, two) == [(1, True, "25", "final", "")]


def test_a_row_left_as_it_was_seen_never_clashes(session, measure, person):
    session.add(a_measure_value(measure, Q3, "57", status=ValueStatus.PROVISIONAL, is_current=False))
    session.add(a_measure_value(measure, Q3, "58", number=2))
    session.flush()
    untouched = {measure.id: TypedRow(TypedValue(value="57", status="provisional"), 1)}

    assert save_values(session, Q3, untouched, by=person, at=AT).written == 0
    agreed = {measure.id: TypedRow(TypedValue(value="58", status="final"), 1)}
    assert save_values(session, Q3, agreed, by=person, at=AT).written == 0
