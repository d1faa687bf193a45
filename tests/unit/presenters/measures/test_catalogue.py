"""The catalogue laid out as Worcestershire prints it."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from qa_app.domain.scorecard import MeasureFacts
from qa_app.measures_shipped import library_of
from qa_app.presenters.measures.catalogue import by_outcome, catalogue_report, catalogue_rows

DATA = Path(__file__).parents[3] / "data"


def facts(number, line):
    return MeasureFacts(
        number,
        f"code-{number}",
        line.name,
        line.kind,
        line.unit,
        line.polarity,
        line.measure_period,
        line.frequency,
        outcome=line.outcome,
        objective=line.objective,
        collected=line.collected,
        carries_target=line.carries_target,
        carries_direction=line.carries_direction,
    )


MEASURES = [facts(number, line) for number, line in enumerate(library_of("worcestershire").measures, start=1)]


def report(measures):
    return catalogue_report(
        measures, title="Catalogue", author="Testshire", drawn_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_the_rows_are_those_that_were_published():
    with (DATA / "worcestershire_measures.csv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    table = catalogue_rows(MEASURES, title="Catalogue")
    headings = [column.heading for column in table.columns]

    rows = [dict(zip(headings, row, strict=True)) for row in table.rows]

    assert [{key: row[key] for key in published[0]} for row in rows] == published


def test_there_is_a_section_for_every_outcome():
    sections = report(MEASURES).sections

    assert [(section.heading, len(list(section.table.rows))) for section in sections] == [
        ("Are Safe From Harm", 73),
        ("Reach their full potential", 33),
        ("Make a positive contribution in their communities", 6),
        ("Live healthy, happy and fun-filled lives", 8),
    ]
    first = sections[0]
    assert first.paragraphs[0].startswith("Objectives: Help children live in safe and supportive families")
    assert first.table.rows[0] == (
        "Activity and quality",
        "% of all referrals with a decision within 24 hours",
        *("Y", "Y", "n/a"),
    )


def test_objectives_that_differ_stand_in_their_rows():
    one, other, nowhere = (MEASURES[0], MEASURES[110], MEASURES[1])
    measures = [
        facts_with(one, outcome="Safe", objective="Early help"),
        facts_with(nowhere, outcome="", objective=""),
        facts_with(other, outcome="Safe", objective="Listen"),
    ]

    safe, without = report(measures).sections

    assert safe.paragraphs == ()
    assert [row[0] for row in safe.table.rows] == ["Early help", "Listen"]
    assert (without.heading, without.paragraphs) == ("Without an outcome", ())


def test_an_outcome_that_comes_again_later_is_still_one():
    measures = [facts_with(MEASURES[0], outcome=name) for name in ("B", "A", "B")]

    assert [(name, len(own)) for name, own in by_outcome(measures)] == [("B", 2), ("A", 1)]


def facts_with(measure, **named):
    return MeasureFacts(**{field: getattr(measure, field) for field in measure.__dataclass_fields__} | named)
