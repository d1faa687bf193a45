"""The figures of one measure, period by period, with what they were counted from."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown, StatusRule
from qa_app.domain.tables import Column, Figure, Kind, Table, Value
from qa_app.presenters.scorecards import cells, wording
from qa_app.presenters.scorecards.links import Links

SIDE_BY_SIDE = 8
"""So many periods have room beside each other, so that an indicator with its chart keeps to one page."""

Cell = Callable[[int], Value]
"""What stands in a period, by its place among those shown."""


def values_table(line: Line, scorecard: Scorecard, links: Links) -> Table:
    """Oldest first. Counts and statuses have a row, or a column, only where any is known."""
    choice = scorecard.choice
    title = f"{line.measure.name}: previous values"
    periods = [wording.heading(period, scorecard) for period in choice.periods_shown]
    kinds = list(_kinds(line, scorecard, links))
    if choice.periods <= SIDE_BY_SIDE:
        return Table(
            title,
            columns=(Column("Period", is_heading=True), *map(Column, periods)),
            rows=[(column.heading, *map(cell, range(choice.periods))) for column, cell in kinds],
        )
    return Table(
        title,
        columns=(Column("Period", is_heading=True), *(column for column, _ in kinds)),
        rows=[(period, *(cell(place) for _, cell in kinds)) for place, period in enumerate(periods)],
    )


def _kinds(line: Line, scorecard: Scorecard, links: Links) -> Iterator[tuple[Column, Cell]]:
    measure, readings, choice = line.measure, line.readings, scorecard.choice
    periods = choice.periods_shown
    by_a_person = choice.status_rule is StatusRule.SET_BY_A_PERSON

    def href(place: int, *, counted: bool) -> str:
        if not measure.is_audit:
            return ""
        return links.audits(measure, periods[place], counted=counted) or ""

    def value(place: int) -> Value:
        return cells.value(measure, readings[place], href=href(place, counted=False))

    def count(number: Fraction | int | None, place: int, *, counted: bool) -> Value:
        """How many, leading to exactly those audits."""
        address = href(place, counted=counted) if number else ""
        return Figure(cells.count_or_mark(number, readings[place]), Kind.COUNT, href=address)

    def numerator(place: int) -> Value:
        return count(readings[place].numerator, place, counted=True)

    def denominator(place: int) -> Value:
        return count(readings[place].denominator, place, counted=False)

    def status(place: int) -> Value:
        return cells.status(line, place, set_by_a_person=by_a_person)

    yield Column("Value", Kind.NUMBER), value
    if any(reading.denominator is not None for reading in readings):
        yield Column("Counted", Kind.COUNT), numerator
        yield Column("Of", Kind.COUNT), denominator
    if Shown.STATUS in choice.columns and any(line.statuses):
        yield Column("Status"), status
