"""What has to be known to read a scorecard: only those notes that apply to it."""

from collections.abc import Iterator

from qa_app.domain.directions import Direction
from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.presenters.scorecards import cells, printed, wording


def notes(scorecard: Scorecard) -> tuple[str, ...]:
    """Legend first, then how to read the directions, then what each mark means."""
    return (*_legend(scorecard), *_directions(scorecard), *_marks(scorecard))


def _legend(scorecard: Scorecard) -> Iterator[str]:
    choice, lines = scorecard.choice, scorecard.lines
    if choice.layout is Layout.QUARTERLY and Shown.STATUS in choice.columns:
        yield wording.symbols(choice)
    if Shown.THRESHOLDS in choice.columns and any(map(_thresholds_change, lines)):
        yield wording.THRESHOLDS_CHANGED
    if Shown.COMPARATORS in choice.columns and any(line.standards.comparators for line in lines):
        yield wording.COMPARATORS
    if scorecard.limited_to is not None:
        yield f"{wording.service_areas(scorecard)}."


def _thresholds_change(line: Line) -> bool:
    return len({bands.printed for bands in line.standards.bands.values()}) > 1


def _directions(scorecard: Scorecard) -> Iterator[str]:
    choice = scorecard.choice
    travels = [travel for line in scorecard.lines for travel in printed.travels(line, choice)]
    if travels:
        yield wording.DIRECTION
    if any(travel.change is not None for travel in travels) and choice.layout in _IN_POINTS:
        yield wording.POINTS
    if any(travel.more_than_chance is not None for travel in travels):
        yield wording.CHANCE
    if any(travel.direction is Direction.NOT_COMPARABLE for travel in travels):
        yield wording.NOT_COMPARABLE


_IN_POINTS = (Layout.COMPARISON, Layout.INDICATORS)
"""The layouts that say by how much a figure changed."""


def _marks(scorecard: Scorecard) -> Iterator[str]:
    readings = [
        (line.measure, reading)
        for line in scorecard.lines
        for _, reading in printed.readings(line, scorecard.choice)
    ]
    if any(cells.cohort(measure, reading) for measure, reading in readings):
        yield wording.COHORT
    if any(cells.is_of_few(measure, reading) for measure, reading in readings):
        yield wording.OF_FEW
    used = {mark for _, reading in readings for mark in reading.marks}
    used |= {reading.missing for _, reading in readings if reading.value is None}
    yield from (words for mark, words in wording.MARKS.items() if mark in used)
