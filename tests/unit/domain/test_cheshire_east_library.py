"""The scorecard of Cheshire East as measures to adopt, held to what was published."""

import csv
from pathlib import Path

import pytest

from qa_app.domain.audit_measures import Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measure_details import is_code
from qa_app.domain.measures import MeasureKind, MeasurePeriod, Unit
from qa_app.measures_shipped import library_of
from qa_app.tools_shipped import shipped_tools

LIBRARY = library_of("cheshire-east")
assert LIBRARY is not None
LINES = {int(line.number): line for line in LIBRARY.measures}

with (Path(__file__).parents[2] / "data" / "cheshire_east_scorecard.csv").open(encoding="utf-8") as file:
    PUBLISHED = {int(row["number"]): row for row in csv.DictReader(file)}

ACTIVITY = {21, 26, 27, 32, 33, 34, 39, 40}
LOWER_IS_BETTER = {21, 39, 40}

STANDARDS = {
    question.code
    for tool in shipped_tools()
    for question in tool.questions
    if question.kind is QuestionKind.STANDARD
}


def test_every_line_is_there_as_printed() -> None:
    assert {number: (line.outcome, line.name, *line.thresholds) for number, line in LINES.items()} == {
        number: (
            row["theme"],
            row["measure"],
            row["threshold_requires_improvement"],
            row["threshold_good"],
            row["threshold_outstanding"],
        )
        for number, row in PUBLISHED.items()
    }


def test_those_measured_by_audit_are_audit_measures() -> None:
    """Those banded 60-69, 70-79 and 80-100, and line 36."""
    by_band = {
        number for number, row in PUBLISHED.items() if row["threshold_requires_improvement"] == "60-69"
    }
    assert len(by_band) == 33

    by_audit = {number for number, line in LINES.items() if line.kind is MeasureKind.AUDIT}

    assert by_audit == by_band | {36}
    assert set(LINES) - by_audit == ACTIVITY


@pytest.mark.parametrize("number", sorted(set(LINES) - ACTIVITY))
def test_an_audit_measure_counts_a_standard_of_the_tools_that_come_with_the_app(number: int) -> None:
    audit = LINES[number].audit

    assert audit is not None
    assert audit.definition.counts is Counts.MET
    assert set(audit.definition.questions) <= STANDARDS
    assert LINES[number].unit is Unit.PERCENT


@pytest.mark.parametrize(
    ("words", "area"),
    [("ChECS", "ChECS"), ("CIN/CP", "CIN/CP"), ("CIN cases", "CIN/CP"), ("to CIN", "CIN/CP"),
     ("ared for", "Cared for"), ("cared for children", "Cared for")],
)  # fmt: skip
def test_a_line_that_names_a_service_area_counts_its_audits_only(words: str, area: str) -> None:
    named = [line for number, line in LINES.items() if words in line.name and number not in ACTIVITY]

    assert named
    assert {line.audit.service_area for line in named if line.audit} == {area}


def test_lines_that_name_none_count_all() -> None:
    filtered = {number for number, line in LINES.items() if line.audit and line.audit.service_area}

    assert filtered == {2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 22, 23, 24, 25, 30, 31, 36, 38}


@pytest.mark.parametrize("number", sorted(LINES))
def test_bands_and_polarity_agree(number: int) -> None:
    bands = parse_bands(*LINES[number].thresholds)

    assert bands is not None
    assert bands.polarity is LINES[number].polarity
    assert (bands.polarity is Polarity.LOWER_IS_BETTER) is (number in LOWER_IS_BETTER)


def test_what_a_cumulative_line_is_counted_over() -> None:
    assert LINES[39].measure_period is MeasurePeriod.YEAR_TO_DATE
    assert LINES[40].measure_period is MeasurePeriod.ROLLING
    assert LINES[21].measure_period is MeasurePeriod.SNAPSHOT
    assert LINES[21].unit is Unit.NUMBER


def test_codes_tell_the_lines_apart() -> None:
    codes = [line.code for line in LINES.values()]

    assert all(map(is_code, codes))
    assert len(set(codes)) == len(codes) == 42
