"""Scorecards made by hand, for the tests of what is made of one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.bands import Bands, parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import ReportingPeriod, parse_reporting_period
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading, Series, computed_value
from qa_app.domain.scorecard import (
    Comment,
    LineChoice,
    MeasureFacts,
    Scorecard,
    ScorecardChoice,
    Standards,
    ThemeChoice,
)
from qa_app.domain.scorecard_building import build_scorecard
from qa_app.domain.scorecard_choice import STATUS_WORDS, USUALLY_SHOWN, Against, Layout, StatusRule
from qa_app.domain.tables import Report, Table, shown

DRAWN_AT = datetime(2017, 1, 20, 9, 30, tzinfo=UTC)
COUNCIL = "Cheshire East Council"
OF_AUDITS = AuditDefinition(Counts.MET, questions=("smart",))


def facts(number: int, name: str, **named: Any) -> MeasureFacts:
    """A percentage of each quarter, of which more is better."""
    return MeasureFacts(
        **{
            "id": number,
            "code": f"M{number}",
            "name": name,
            "kind": MeasureKind.ACTIVITY,
            "unit": Unit.PERCENT,
            "polarity": Polarity.HIGHER_IS_BETTER,
            "measure_period": MeasurePeriod.CUMULATIVE,
            "frequency": Frequency.QUARTER,
        }
        | named
    )


def audited(number: int, name: str, **named: Any) -> MeasureFacts:
    return facts(number, name, kind=MeasureKind.AUDIT, audit=OF_AUDITS, **named)


def of(numerator: int, denominator: int, unit: Unit = Unit.PERCENT, **named: Any) -> Reading:
    """A reading of so many of so many; of none it is N/A."""
    if not denominator:
        return NOTHING_TO_COUNT
    return Reading(computed_value(unit, numerator, denominator), numerator, denominator, **named)


def value(number: str, **named: Any) -> Reading:
    return Reading(Fraction(number), **named)


def bands(*printed: str) -> Bands:
    """From Requires Improvement to Outstanding."""
    found = parse_bands(*printed)
    assert found
    return found


def a_card(
    themes: Mapping[str, Sequence[MeasureFacts]],
    readings: Mapping[int, Mapping[str, Reading]],
    *,
    standards: Mapping[int, Standards] | None = None,
    comments: Mapping[tuple[int, str], Comment] | None = None,
    limited_to: tuple[str, ...] | None = None,
    **choice: Any,
) -> Scorecard:
    """Lines are numbered through; readings come by the measure's number and the period as written."""
    numbers = iter(range(1, 100))
    made = ScorecardChoice(
        **{
            "id": 1,
            "title": "Quality assurance scorecard",
            "purpose": "What the board reads each quarter",
            "frequency": Frequency.QUARTER,
            "last": parse_reporting_period("Q3 2016-17"),
            "periods": 3,
            "status_rule": StatusRule.BANDS,
            "status_words": STATUS_WORDS,
            "against": Against.PREVIOUS,
            "layout": Layout.QUARTERLY,
            "columns": USUALLY_SHOWN,
            "themes": tuple(
                ThemeChoice(title, tuple(LineChoice(str(next(numbers)), measure) for measure in measures))
                for title, measures in themes.items()
            ),
        }
        | choice
    )
    breaks = {measure.id: measure.breaks for measures in themes.values() for measure in measures}
    series = {
        number: _series(
            {parse_reporting_period(period): reading for period, reading in known.items()},
            breaks.get(number, ()),
        )
        for number, known in readings.items()
    }
    return build_scorecard(
        made, series=series, standards=standards or {}, comments=comments or {}, limited_to=limited_to
    )


def _series(readings: dict[ReportingPeriod, Reading], breaks: Iterable[int]) -> Series:
    """Broken where the measure says so, and where a reading does, as that of an audit measure may."""
    said = {period.first_month for period, reading in readings.items() if reading.is_break}
    return Series(readings, frozenset({*breaks, *said}))


def held_against(
    last: str = "Q3 2016-17", *, periods: int = 3, bands: Bands | None = None, **named: Any
) -> Standards:
    """The same bands and target in every period shown."""
    shown_periods: tuple[ReportingPeriod, ...] = parse_reporting_period(last).ending(periods)
    targets = dict.fromkeys(shown_periods, named["target"]) if "target" in named else {}
    return Standards(
        bands=dict.fromkeys(shown_periods, bands) if bands else {},
        targets=targets,
        comparators=named.get("comparators", ()),
    )


def headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


def read(table: Table) -> list[list[str]]:
    """Every cell as people read it."""
    return [
        [shown(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
    ]


def tables(report: Report) -> list[Table]:
    return [section.table for section in report.sections if section.table]
