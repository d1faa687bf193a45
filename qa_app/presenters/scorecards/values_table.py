"""The figures of one measure, period by period, with what they were counted from."""

from fractions import Fraction

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown, StatusRule
from qa_app.domain.tables import Column, Figure, Kind, Table, Value
from qa_app.presenters.scorecards import cells, wording
from qa_app.presenters.scorecards.links import Links


def values_table(line: Line, scorecard: Scorecard, links: Links) -> Table:
    """Oldest first. Counts and statuses have columns only where any is known."""
    choice, measure = scorecard.choice, line.measure
    with_counts = any(reading.denominator is not None for reading in line.readings)
    with_status = Shown.STATUS in choice.columns and any(line.statuses)
    by_a_person = choice.status_rule is StatusRule.SET_BY_A_PERSON
    columns = [Column("Period", is_heading=True), Column("Value", Kind.NUMBER)]
    if with_counts:
        columns += [Column("Counted", Kind.COUNT), Column("Of", Kind.COUNT)]
    if with_status:
        columns.append(Column("Status"))

    def row(place: int, period: ReportingPeriod) -> tuple[Value, ...]:
        reading = line.readings[place]
        found: list[Value] = [wording.heading(period, scorecard), _value(line, period, reading, links)]
        if with_counts:
            found += [
                _linked(line, period, reading.numerator, reading, links, counted=True),
                _linked(line, period, reading.denominator, reading, links, counted=False),
            ]
        if with_status:
            found.append(cells.status(line, place, set_by_a_person=by_a_person))
        return tuple(found)

    return Table(
        title=f"{measure.name}: previous values",
        columns=tuple(columns),
        rows=[row(place, period) for place, period in enumerate(choice.periods_shown)],
    )


def _value(line: Line, period: ReportingPeriod, reading: Reading, links: Links) -> Value:
    href = links.audits(line.measure, period, counted=False) if line.measure.is_audit else None
    return cells.value(line.measure, reading, href=href)


def _linked(
    line: Line,
    period: ReportingPeriod,
    number: Fraction | int | None,
    reading: Reading,
    links: Links,
    *,
    counted: bool,
) -> Value:
    """How many, leading to exactly those audits."""
    value = cells.count_or_mark(number, reading)
    href = links.audits(line.measure, period, counted=counted) if line.measure.is_audit and number else None
    return Figure(value, Kind.COUNT, href=href) if href else value
