"""What is said of one indicator: what it is, where it stands and what it is held against."""

from collections.abc import Iterator

from qa_app.domain.measures import Unit
from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown
from qa_app.presenters.scorecards import cells, printed, wording

Facts = Iterator[tuple[str, str]]


def definition(line: Line) -> Facts:
    measure = line.measure
    yield "Code", measure.code
    yield "Responsible", wording.responsible(measure)
    yield "Description", measure.description
    yield "Indicator guide", measure.guide
    yield "Source", wording.source(measure)
    yield "Measure period", measure.measure_period.label


def current(line: Line, scorecard: Scorecard) -> Facts:
    """When it was last known and what it is now: of a rate whose count is known, the count first."""
    measure, latest = line.measure, line.latest
    name = f"Current value, {scorecard.choice.last}"
    yield "Last update", _last_update(line, scorecard)
    if measure.unit is Unit.RATE and latest.value is not None and latest.numerator is not None:
        yield name, f"{cells.count(latest.numerator):,}"
        yield measure.unit.label, wording.reading(measure, latest)
    else:
        yield name, wording.reading(measure, latest)
    if Shown.STATUS in scorecard.choice.columns and line.status:
        yield "Overall status", str(line.status)


def standards(line: Line, scorecard: Scorecard) -> Facts:
    """What it is held against in the latest period, and what others reached."""
    choice = scorecard.choice
    bands, target = line.standards.bands.get(choice.last), line.standards.targets.get(choice.last)
    if Shown.THRESHOLDS in choice.columns and bands:
        yield "Thresholds", wording.thresholds(bands)
    if Shown.TARGET in choice.columns and target:
        yield "Target", cells.target_words(line.measure, target)
    if Shown.COMPARATORS in choice.columns:
        for found in line.standards.comparators:
            yield found.kind.label, wording.comparator(line.measure, found)


def directions(line: Line, scorecard: Scorecard) -> Facts:
    if Shown.DIRECTION in scorecard.choice.columns:
        for travel in line.travels:
            yield wording.direction_heading(travel.since), wording.direction(travel)


def previous_years(line: Line, scorecard: Scorecard) -> Facts:
    """How it moved since the same period last year, and what it was then and the year before."""
    choice, measure = scorecard.choice, line.measure
    last_year = choice.last.same_last_year()
    earlier = ((last_year, line.last_year), (last_year.same_last_year(), line.two_years_ago))
    if Shown.DIRECTION in choice.columns:
        yield "Direction of travel", ". ".join(_directions(line, scorecard))
    yield "Previous years", "; ".join(f"{wording.reading(measure, held)} in {year}" for year, held in earlier)


def _directions(line: Line, scorecard: Scorecard) -> Iterator[str]:
    """> Since Aug 2013 ↑ up, worse: up 126 (up 29%), and what the scorecard compares with besides"""
    since = scorecard.choice.last.same_last_year()
    for travel in printed.travels(line, scorecard.choice):
        said = f"Since {travel.since} {wording.direction(travel)}"
        if travel.since == since and travel.change:
            said += f": {wording.change(line.measure, line.last_year, line.latest, travel)}"
        yield said


def said(line: Line, scorecard: Scorecard, *, comment: str) -> Facts:
    if Shown.COMMENTARY in scorecard.choice.columns:
        yield comment, wording.comment(line)
    if Shown.ACTION in scorecard.choice.columns:
        yield "Action", wording.action(line.comment)


def _last_update(line: Line, scorecard: Scorecard) -> str:
    """The latest of the periods shown that there is a figure for."""
    periods = zip(scorecard.choice.periods_shown, line.readings, strict=True)
    known = [period for period, reading in periods if reading.value is not None]
    return str(known[-1]) if known else "No figure in the periods shown"
