"""What an audit measure gives: its figure in every period, with the audits that it was counted from."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from qa_app.domain.intervals import interval_words
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import NOT_KNOWN, Reading, Series
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.tables import Column, Figure, Kind, Shorthand, Table, Value
from qa_app.presenters.scorecards import cells


class AuditLinks(Protocol):
    def __call__(self, period: ReportingPeriod, *, counted: bool) -> str | None:
        """Where the cohort of a period is listed, or only the audits with answers that are `counted`."""


def no_links(period: ReportingPeriod, *, counted: bool) -> None:
    """For somebody who may not read the audits."""


def audit_results(
    measure: MeasureFacts,
    series: Series,
    periods: Sequence[ReportingPeriod],
    *,
    counted: str,
    links: AuditLinks = no_links,
) -> Table:
    """One row for every period, in the order given; `counted` heads the answers that count: > Met.

    Marks have a column where there are any.
    """
    is_share = cells.is_audited_share(measure)
    readings = [(period, series.readings.get(period, NOT_KNOWN)) for period in periods]
    marks = [_marks(reading) for _, reading in readings]
    columns = [
        Column("Period", is_heading=True),
        Column("Value" if is_share else "Audits", cells.kind_of(measure), measure.decimals),
    ]
    if is_share:
        columns += [Column(counted, Kind.COUNT), Column("Asked", Kind.COUNT), Column("95% interval")]
    if any(marks):
        columns.append(Column("Marks"))
    return Table(
        title=f"{measure.name}: every period",
        columns=tuple(columns),
        rows=[
            (
                str(period),
                *(_share if is_share else _number)(measure, period, reading, links),
                *([mark] if any(marks) else []),
            )
            for (period, reading), mark in zip(readings, marks, strict=True)
        ],
        notes=tuple(
            f"{each} {each.meaning}." for each in Shorthand if any(each.mark in mark for mark in marks)
        ),
    )


def _share(
    measure: MeasureFacts, period: ReportingPeriod, reading: Reading, links: AuditLinks
) -> tuple[Value, ...]:
    return (
        reading.missing if reading.value is None else cells.figure(measure, reading.value),
        _linked(reading, reading.numerator, links(period, counted=True)),
        _linked(reading, reading.denominator, links(period, counted=False)),
        interval_words(*reading.events) if reading.events else None,
    )


def _number(
    measure: MeasureFacts, period: ReportingPeriod, reading: Reading, links: AuditLinks
) -> tuple[Value, ...]:
    return (_linked(reading, reading.numerator, links(period, counted=True)),)


def _linked(reading: Reading, number: Fraction | int | None, href: str | None) -> Value:
    """How many; nothing leads to none."""
    if number is None:
        return reading.missing
    return Figure(int(number), Kind.COUNT, href=href if href and number else "")


def _marks(reading: Reading) -> str:
    """> [p] [b], and in words what has no shorthand"""
    return " ".join([*map(str, reading.marks), *(["not moderated"] if reading.is_before_moderation else [])])
