"""The libraries say what the councils printed, and every line can be adopted as it stands."""

import csv
from pathlib import Path

import pytest

from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measure_details import MeasureDetails, checked_details, unit_counted
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.part_names import same_name
from qa_app.measures_shipped import _measure, libraries, library_of

DATA = Path(__file__).parents[2] / "data"


def printed(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_worcestershire_is_as_printed():
    lines = library_of("worcestershire").measures

    assert [
        {
            "outcome": line.outcome,
            "objectives": line.objective,
            "kind": line.kind.value,
            "measure": line.name,
            "existing": line.collected.value,
            "target": line.carries_target.value,
            "direction_of_travel": line.carries_direction.value,
        }
        for line in lines
    ] == printed("worcestershire_measures.csv")
    assert [line.number for line in lines] == [str(number) for number in range(1, 121)]


def test_wirral_is_as_printed_but_for_a_slip_of_spelling():
    assert [
        (line.number, line.name.replace("enquiries", "enguires")) for line in library_of("wirral").measures
    ] == [(row["number"], row["indicator"]) for row in printed("wirral_core_indicators.csv")]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("% ", Unit.PERCENT),
        ("Percentage", Unit.PERCENT),
        ("per 10,000", Unit.RATE),
        ("Average days", Unit.DAYS),
    ],
)
def test_units_are_what_the_words_say(words, unit):
    lines = [line for line in library_of("worcestershire").measures if words in line.name]

    assert lines
    assert {line.unit for line in lines} == {unit}


def test_a_lack_is_never_good():
    """The polarity is ours: a slip in it would turn a scorecard's colours round."""
    for library in libraries():
        for line in library.measures:
            words = line.name.casefold()
            if any(word in words for word in ("overdue", "without a", "agency/interim", "no plan")):
                assert line.polarity is Polarity.LOWER_IS_BETTER, line.name
            if any(word in words for word in ("within 45 days", "in timescale", "up to date", "up-to-date")):
                assert line.polarity is Polarity.HIGHER_IS_BETTER, line.name


@pytest.mark.parametrize("library", libraries(), ids=lambda library: library.code)
def test_every_line_can_be_adopted(library):
    for line in library.measures:
        checked_details(
            MeasureDetails(
                line.name,
                line.kind,
                line.unit,
                line.polarity,
                line.measure_period,
                line.frequency,
                code=line.code,
                description=line.description,
                guide=line.guide,
                responsible_role=line.responsible_role,
                outcome=line.outcome,
                objective=line.objective,
                decimals=line.decimals,
                source=line.source,
            )
        )
        bands = parse_bands(*line.thresholds)
        assert bands is None or bands.polarity is line.polarity, line.name
        assert (line.kind is MeasureKind.AUDIT) == (line.audit is not None), line.name
        assert line.audit is None or line.unit is unit_counted(line.audit.definition), line.name


@pytest.mark.parametrize("library", libraries(), ids=lambda library: library.code)
def test_no_two_lines_are_taken_for_one(library):
    names = [line.name for line in library.measures]

    assert len({line.number for line in library.measures}) == len(names)
    assert not [name for i, name in enumerate(names) if any(same_name(name, each) for each in names[:i])]


def test_a_line_may_carry_bands_and_what_it_counts():
    line = _measure(
        {
            "number": "36a",
            "name": "Audits of the front door",
            "kind": "audit",
            "unit": "number",
            "polarity": "lower is better",
            "thresholds": ["21-25", "11-20", "0-10"],
            "audit": {"counts": "audits", "tool": "dip-sample", "service_area": "ChECS"},
        },
        3,
    )

    assert (line.number, line.thresholds) == ("36a", ("21-25", "11-20", "0-10"))
    assert (line.audit.service_area, line.audit.stream) == ("ChECS", "")
    assert line.audit.here(area=7, stream=None).as_json()["area"] == 7


def test_there_is_no_library_of_another_name():
    assert library_of("nowhere") is None
