"""Adding measures, changing them, and what a change means for the figures."""

import pytest
from sqlalchemy import select

from qa_app.domain.measures import MeasureKind, Printed, Unit
from qa_app.domain.roles import Role
from qa_app.models import Measure, TrailEntry
from tests.factories import a_measure, a_measure_value, a_person, a_threshold

NEW = {
    "name": "Repeat  referrals ",
    "kind": "impact",
    "unit": "percent",
    "measure_period": "rolling 12 months",
    "decimals": "1",
    "polarity": "lower is better",
    "frequency": "month",
    "responsible": "0",
    "collected": "Variant",
    "carries_target": "n/a",
    "carries_direction": "",
}


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


@pytest.fixture
def measure(session):
    measure = a_measure("Contacts", code="contacts", description="All contacts")
    session.add(measure)
    session.flush()
    return measure


@pytest.fixture
def entered(session, measure):
    session.add(a_measure_value(measure))
    session.commit()
    return measure


def change(get, measure, **typed):
    """The form of a measure as it would be sent, with what was typed into it."""
    return get(f"/measures/{measure.id}/change").form() | typed


def test_a_measure_is_added(send, session, lead):
    reader = a_person(Role.AUDITOR, name="Ada Example")
    session.add(reader)
    session.commit()

    page = send("/measures/new", NEW | {"responsible": str(reader.id), "outcome": "Safe"})

    assert page.heading == "Repeat referrals"
    assert "Repeat referrals is in the catalogue." in page.messages[0]
    row = session.scalars(select(Measure)).one()
    assert (row.code, row.kind, row.decimals, row.collected, row.carries_direction) == (
        *("repeat-referrals", MeasureKind.IMPACT, 1, Printed.VARIANT, Printed.BLANK),
    )
    assert row.responsible.name == "Ada Example"
    assert [(each.number, each.holds_from, each.is_break) for each in row.definitions] == [(1, 0, False)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Enter the name of the measure"),
        (
            {"name": "x" * 301},
            "This is 301 characters long and the most that can be saved is 300: shorten it by 1",
        ),
        ({"name": " CONTACTS"}, "There is a measure “Contacts” already"),
        ({"code": "Contacts"}, "“Contacts” has this code already"),
        ({"code": "a b"}, "Write a code of up to 60 letters and figures with hyphens between them"),
        ({"polarity": ""}, "Say which way is good, or that neither is"),
        ({"kind": "nonsense"}, "Invalid Choice: could not coerce."),
        ({"kind": "audit"}, "Not a valid choice."),  # which says first what it counts
        ({"responsible": "999999"}, "Not a valid choice."),
        ({"decimals": "9"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(send, session, lead, measure, typed, sentence):
    page = send("/measures/new", NEW | {"guide": "Kept as typed"} | typed, status=422)

    assert page.heading == "Add a measure"
    assert any(sentence in error for error in page.errors)
    assert "Kept as typed" in page.form_texts
    assert session.scalars(select(Measure)).all() == [measure]


def test_what_does_not_define_a_measure_is_changed_without_a_word(get, send, session, lead, entered):
    page = send(
        f"/measures/{entered.id}/change",
        change(get, entered, name="Contacts received", outcome="Safe", guide="Looking to fall"),
    )

    assert page.heading == "Contacts received"
    session.expire_all()
    assert (entered.outcome, entered.code, len(entered.definitions)) == ("Safe", "contacts", 1)
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "changed measure")).one()
    assert entry.before == {"name": "Contacts", "outcome": ""}
    assert entry.after["guide"] == "changed"


def test_nothing_is_asked_about_a_definition_without_figures(get, send, session, lead, measure):
    form = change(get, measure, unit="number")
    assert "is_break" not in form

    send(f"/measures/{measure.id}/change", form)

    session.expire_all()
    assert measure.unit is Unit.NUMBER
    assert [(each.holds_from, each.is_break) for each in measure.definitions] == [(0, False), (0, False)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"description": "Some contacts"},
            "You changed the description: say whether it still counts the same",
        ),
        (
            {"unit": "number", "measure_period": "year to date", "is_break": "same"},
            "With another unit and measure period figures before and after cannot be compared",
        ),
        (
            {"unit": "number", "is_break": "break", "reason": "New law"},
            "Write the period from which the change holds",
        ),
        (
            {"unit": "number", "is_break": "break", "holds_from": "soon", "reason": "New law"},
            "“soon” is not a period",
        ),
        (
            {"unit": "number", "is_break": "break", "holds_from": "Q1 2017-18", "reason": " "},
            "Write why it changed",
        ),
    ],
)
def test_a_changed_definition_asks_what_it_means_for_the_figures(
    get, send, session, lead, entered, typed, sentence
):
    page = send(f"/measures/{entered.id}/change", change(get, entered, **typed), status=422)

    assert any(sentence in error for error in page.errors)
    session.expire_all()
    assert (entered.description, entered.unit, len(entered.definitions)) == ("All contacts", Unit.PERCENT, 1)


def test_a_break_is_dated_and_explained(get, send, session, lead, entered):
    typed = {"unit": "number", "is_break": "break", "holds_from": "Q1 2017-18", "reason": "New law"}

    page = send(f"/measures/{entered.id}/change", change(get, entered, **typed))

    newest = page.rows[0]
    assert newest[:5] == ["2", "Apr 2017", "Break", "Unit: Number", "New law"]
    assert newest[5].startswith(lead.name)


def test_words_put_right_break_nothing(get, send, lead, entered):
    typed = {"description": "All contacts received", "is_break": "same"}

    page = send(f"/measures/{entered.id}/change", change(get, entered, **typed))

    assert page.rows[0][:5] == ["2", "The beginning", "Comparable", "Description: All contacts received", ""]


def test_a_break_is_later_than_the_one_before(get, send, session, lead, entered):
    first = {"unit": "number", "is_break": "break", "holds_from": "Q1 2017-18", "reason": "New law"}
    send(f"/measures/{entered.id}/change", change(get, entered, **first))
    session.expire_all()
    earlier = {"unit": "percent", "is_break": "break", "holds_from": "Apr 2017", "reason": "Old law"}

    page = send(f"/measures/{entered.id}/change", change(get, entered, **earlier), status=422)

    assert page.errors == ["The definition before this one holds from then or later: write a later period"]


def test_who_saves_second_sees_what_the_first_saved(get, send, session, lead, entered):
    mine = change(get, entered, name="My name", guide="My guide")
    send(f"/measures/{entered.id}/change", change(get, entered, name="Their name"))

    page = send(f"/measures/{entered.id}/change", mine, status=409)

    assert any("Somebody else changed this measure" in error for error in page.errors)
    assert "What is saved now" in page.text
    assert "Their name" in page.text
    assert page.form()["name"] == "My name"
    page = send(f"/measures/{entered.id}/change", page.form())
    assert page.heading == "My name"


@pytest.mark.parametrize("kind", ["activity", "audit"])
def test_an_audit_measure_stays_one_and_no_other_becomes_one(get, send, session, lead, kind):
    measure = a_measure(kind=MeasureKind(kind))
    session.add(measure)
    session.commit()
    other = "audit" if kind == "activity" else "activity"

    page = send(f"/measures/{measure.id}/change", change(get, measure, kind=other), status=422)

    assert page.errors == ["Not a valid choice."]


def test_polarity_follows_what_the_measure_is_held_against(get, send, session, lead, measure):
    session.add(a_threshold(measure))
    session.commit()

    page = send(
        f"/measures/{measure.id}/change", change(get, measure, polarity="lower is better"), status=422
    )

    assert page.errors == ["Its thresholds say that higher is better: change them first, or take them away"]


def test_a_measure_is_taken_out_of_use_and_back(get, send, session, lead, measure):
    page = send(f"/measures/{measure.id}/stop")
    assert "Out of use" in page.text
    assert get("/measures").rows == []
    assert send(f"/measures/{measure.id}/stop", status=409).heading == "This changed while you had it open"

    page = send(f"/measures/{measure.id}/use-again")

    assert "Out of use" not in page.text.split("Use of this measure")[0]
    assert session.scalars(
        select(TrailEntry.action).where(TrailEntry.subject == "measure").order_by(TrailEntry.id)
    ).all() == ["stopped using measure", "used measure again"]
