from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool_building import suggested_code
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_details import MeasureDetails, checked_details, is_code, unit_counted
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit

DETAILS = MeasureDetails(
    "Referrals",
    MeasureKind.ACTIVITY,
    Unit.NUMBER,
    Polarity.NEUTRAL,
    MeasurePeriod.SNAPSHOT,
    Frequency.MONTH,
)


def test_names_stand_on_one_line_and_texts_keep_theirs():
    typed = replace(
        DETAILS,
        name=" Repeat \n referrals",
        outcome="Are  safe",
        code=" REPEAT-1 ",
        description=" One\r\ntwo ",
    )

    checked = checked_details(typed)

    assert (checked.name, checked.outcome, checked.code) == ("Repeat referrals", "Are safe", "repeat-1")
    assert checked.description == "One\ntwo"


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"name": " \n"}, "name"),
        ({"name": "n" * 301}, "name"),
        ({"code": "-a"}, "code"),
        ({"code": "a--b"}, "code"),
        ({"code": "á"}, "code"),
        ({"code": "a" * 61}, "code"),
        ({"decimals": 4}, "decimals"),
        ({"decimals": -1}, "decimals"),
        ({"outcome": "o" * 301}, "outcome"),
        ({"responsible_role": "r" * 201}, "responsible_role"),
        ({"source": "s" * 301}, "source"),
        ({"description": "d" * 5_001}, "description"),
        ({"objective": "o" * 2_001}, "objective"),
        ({"guide": "g" * 5_001}, "guide"),
    ],
)
def test_what_cannot_be_taken_is_said_once_at_its_field(named, field):
    with pytest.raises(InvalidInput) as caught:
        checked_details(replace(DETAILS, **named))

    assert [problem.field for problem in caught.value.problems] == [field]


@given(st.text(min_size=1, max_size=300))
def test_a_code_made_from_any_name_is_one_that_can_be_typed(name):
    assert is_code(suggested_code(name, otherwise="measure"))


@pytest.mark.parametrize(
    ("definition", "unit"),
    [
        (AuditDefinition(Counts.AUDITS), Unit.NUMBER),
        (AuditDefinition(Counts.MET, ("visits",)), Unit.PERCENT),
        (AuditDefinition(Counts.AT_LEAST, ("overall",), grade=2, scale="four-grades"), Unit.PERCENT),
    ],
)
def test_the_unit_of_an_audit_measure_follows_from_what_it_counts(definition, unit):
    assert unit_counted(definition) is unit
