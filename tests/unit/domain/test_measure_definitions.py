import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_definitions import (
    DefinitionChange,
    Redefinition,
    changed_parts,
    checked_change,
    meaning,
)
from qa_app.domain.measures import MeasurePeriod, Unit

BREAK = DefinitionChange(is_break=True, holds_from="Q1 2017-18", reason=" New law ")


def test_what_defines_a_measure():
    before = meaning("All contacts", Unit.NUMBER, MeasurePeriod.SNAPSHOT, None)
    after = meaning("All contacts", Unit.PERCENT, MeasurePeriod.SNAPSHOT, {"counts": "met"})

    assert changed_parts(before, before) == ()
    assert changed_parts(before, after) == ("unit", "audit_definition")


@pytest.mark.parametrize(
    ("change", "changed", "expected"),
    [
        (BREAK, ("unit",), Redefinition(True, 201704, "New law")),
        (BREAK, ("description",), Redefinition(True, 201704, "New law")),
        (DefinitionChange(False), ("description",), Redefinition(False, 201604, "")),
        # What is counted of the audits may be named otherwise without being another thing.
        (
            DefinitionChange(False, "", "Renamed"),
            ("audit_definition",),
            Redefinition(False, 201604, "Renamed"),
        ),
    ],
)
def test_a_change_that_is_explained(change, changed, expected):
    assert checked_change(change, changed=changed, since=201604) == expected


@pytest.mark.parametrize(
    ("change", "changed", "field", "sentence"),
    [
        (
            DefinitionChange(),
            ("description", "unit", "measure_period"),
            "is_break",
            "You changed the description, unit and measure period: say whether it still counts the same",
        ),
        (
            DefinitionChange(False),
            ("description", "unit"),
            "is_break",
            "With another unit figures before and after cannot be compared",
        ),
        (
            DefinitionChange(True, "", "Law"),
            ("description",),
            "holds_from",
            "Write the period from which the change holds",
        ),
        (
            DefinitionChange(True, "Apr 2016", "Law"),
            ("description",),
            "holds_from",
            "The definition before this one holds from then or later: write a later period",
        ),
        (
            DefinitionChange(True, "May 2016", " "),
            ("description",),
            "reason",
            "Write why it changed: people who read the figures will ask",
        ),
    ],
)
def test_a_change_that_is_not(change, changed, field, sentence):
    with pytest.raises(InvalidInput) as caught:
        checked_change(change, changed=changed, since=201604)

    assert [(problem.field, problem.message) for problem in caught.value.problems] == [(field, sentence)]


def test_all_that_is_missing_is_said_at_once():
    with pytest.raises(InvalidInput) as caught:
        checked_change(DefinitionChange(True, "soon", ""), changed=("unit",), since=0)

    assert [problem.field for problem in caught.value.problems] == ["holds_from", "reason"]
