"""What a measure was and is held against, as tables, newest first."""

from dataclasses import dataclass
from decimal import Decimal

from flask import url_for

from qa_app.domain.decimals import plain_number
from qa_app.domain.held_from import held_from_words
from qa_app.domain.measures import Unit
from qa_app.domain.periods import Year
from qa_app.models import Measure, MeasureComparator, MeasureTarget, MeasureThreshold
from qa_app.queries.measure_standard_history import StandardHistory
from qa_app.queries.measure_standards import read_target

NONE = "None from then on"


@dataclass(frozen=True)
class StandardRow:
    """`remove` is where a form is sent to take the row away; `name` tells it from the others."""

    name: str
    cells: tuple[str, ...]
    remove: str


@dataclass(frozen=True)
class StandardTable:
    title: str
    headings: tuple[str, ...]
    rows: tuple[StandardRow, ...]
    change: str
    """The page on which they are set."""
    none: str
    """What is said where there is no row."""


def standards_view(measure: Measure, history: StandardHistory) -> dict[str, StandardTable]:
    """By the name of the page that sets them."""
    return {
        "thresholds": StandardTable(
            "Thresholds",
            ("Holds from", "Requires Improvement", "Good", "Outstanding"),
            tuple(_threshold(measure, row) for row in history.thresholds),
            url_for("measures.thresholds", measure_id=measure.id),
            "No thresholds are set.",
        ),
        "targets": StandardTable(
            "Targets",
            ("Holds from", "Target"),
            tuple(_target(measure, row) for row in history.targets),
            url_for("measures.targets", measure_id=measure.id),
            "No target is set.",
        ),
        "comparators": StandardTable(
            "Comparators",
            ("Reporting year", "Compared with", "Value", "Source"),
            tuple(_comparator(measure, row) for row in history.comparators),
            url_for("measures.comparators", measure_id=measure.id),
            "No comparator is entered. The measure’s own last year is computed from its values.",
        ),
    }


def since_words(month: int) -> str:
    """> Oct 2016, or > The beginning"""
    words = held_from_words(month)
    return words[:1].upper() + words[1:]


def _threshold(measure: Measure, row: MeasureThreshold) -> StandardRow:
    since = held_from_words(row.holds_from)
    printed = (row.requires_improvement, row.good, row.outstanding)
    return StandardRow(
        f"thresholds from {since}",
        (since_words(row.holds_from), *(printed if any(printed) else (NONE, "", ""))),
        url_for("measures.remove_threshold", measure_id=measure.id, row_id=row.id),
    )


def _target(measure: Measure, row: MeasureTarget) -> StandardRow:
    since = held_from_words(row.holds_from)
    target = read_target(row.low, row.high, row.tolerance)
    return StandardRow(
        f"target from {since}",
        (since_words(row.holds_from), str(target) if target else NONE),
        url_for("measures.remove_target", measure_id=measure.id, row_id=row.id),
    )


def _comparator(measure: Measure, row: MeasureComparator) -> StandardRow:
    year = str(Year(row.starting_year))
    percent = "%" if measure.unit is Unit.PERCENT else ""
    return StandardRow(
        f"{row.kind.label} {year}",
        (year, row.kind.label, f"{plain_number(Decimal(row.value))}{percent}", row.source),
        url_for("measures.remove_comparator", measure_id=measure.id, row_id=row.id),
    )
