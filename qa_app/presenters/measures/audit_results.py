"""What an audit measure gives: its figure in every period, with the audits that it was counted from."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from qa_app.domain.intervals import interval_words
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading, Series
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
    """One row for every period, in the order given; `counted` heads the answers that count: > Met."""
    is_share = cells.is_audited_share(measure)
    return Table(
        title=f"{measure.name}: every period",
        columns=(
            Column("Period", is_heading=True),
            Column("Value" if is_share else "Audits", cells.kind_of(measure), measure.decimals),
            *(
                (Column(counted, Kind.COUNT), Column("Asked", Kind.COUNT), Column("95% interval"))
                if is_share
                else ()
            ),
            Column("Marks"),
        ),
        rows=[_row(measure, period, series.readings.get(period), links) for period in periods],
    )


def _row(
    measure: MeasureFacts, period: ReportingPeriod, reading: Reading | None, links: AuditLinks
) -> tuple[Value, ...]:
    reading = reading or Reading()
    if not cells.is_audited_share(measure):
        return (
            str(period),
            _linked(reading, reading.numerator, links(period, counted=True)),
            _marks(reading),
        )
    value = reading.missing if reading.value is None else cells.figure(measure, reading.value)
    interval = interval_words(*reading.events) if reading.events else None
    return (
        str(period),
        value,
        _linked(reading, reading.numerator, links(period, counted=True)),
        _linked(reading, reading.denominator, links(period, counted=False)),
        interval,
        _marks(reading),
    )


def _linked(reading: Reading, number: Fraction | int | None, href: str | None) -> Value:
    """How many; nothing leads to none."""
    if number is None:
        return reading.missing
    return Figure(int(number), Kind.COUNT, href=href if href and number else "")


def _marks(reading: Reading) -> str:
    """> [p] [b], and in words what has no shorthand"""
    return " ".join([*map(str, reading.marks), *(["not moderated"] if reading.is_before_moderation else [])])


def notes_on(table: Table) -> tuple[str, ...]:
    """What the marks in it mean."""
    said = " ".join(str(row[-1]) for row in table.rows)
    return tuple(
        f"{mark} {mark.meaning}." for mark in (Shorthand.PROVISIONAL, Shorthand.BREAK) if mark.mark in said
    )
