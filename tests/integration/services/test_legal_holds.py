from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.domain.roles import Role
from qa_app.models import TrailEntry
from qa_app.queries.legal_holds import all_holds, is_held
from qa_app.services.legal_holds import lift_hold, place_hold
from tests.factories import a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def lead(session):
    lead = a_person(Role.QA_LEAD, name="Lee Lead")
    session.add(lead)
    session.flush()
    return lead


def place(session, lead, reference="C-0017", reason="Inquest"):
    return place_hold(session, case_reference=reference, reason=reason, by=lead, at=AT)


def test_a_hold_stands_on_the_case_however_it_is_written(session, lead):
    place(session, lead, "  C - 0017 ")

    assert is_held(session, ["X", "c-0017"])
    assert not is_held(session, ["C-0018"])
    assert [(row.case_reference, row.placed_by) for row in all_holds(session)] == [("C - 0017", "Lee Lead")]


def test_a_lifted_hold_stands_no_more_and_can_be_placed_again(session, lead):
    first = place(session, lead)
    with pytest.raises(InvalidInput, match="stands on this case already"):
        place(session, lead, "c-0017")

    lift_hold(session, first, by=lead, at=AT)
    assert not is_held(session, ["C-0017"])
    with pytest.raises(TransitionNotAllowed):
        lift_hold(session, first, by=lead, at=AT)

    second = place(session, lead)
    assert [row.id for row in all_holds(session)] == [second.id, first.id]  # those that stand come first


def test_the_trail_says_who_and_when_and_not_on_which_case(session, lead):
    hold = place(session, lead, reason="Inquest into C-0017")
    lift_hold(session, hold, by=lead, at=AT)

    entries = session.scalars(select(TrailEntry).where(TrailEntry.subject == "legal hold")).all()
    assert [(entry.action, entry.subject_id) for entry in entries] == [
        ("placed legal hold", hold.id),
        ("lifted legal hold", hold.id),
    ]
    assert {entry.person_id for entry in entries} == {lead.id}
    assert all((entry.before, entry.after) == (None, None) for entry in entries)


@pytest.mark.parametrize(
    ("reference", "reason", "fields"),
    [
        ("", "", ["case_reference", "reason"]),
        ("—", "x", ["case_reference"]),
        ("C" * 61, "x", ["case_reference"]),
        ("C-0017", " \n", ["reason"]),
        ("C-0017", "x" * 1_001, ["reason"]),
    ],
)
def test_what_is_missing_is_said_at_its_field(session, lead, reference, reason, fields):
    with pytest.raises(InvalidInput) as refused:
        place(session, lead, reference, reason)

    assert [problem.field for problem in refused.value.problems] == fields
