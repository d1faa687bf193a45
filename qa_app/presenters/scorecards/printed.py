"""Which readings and directions of a scorecard a layout prints: the notes and the kept figures follow it."""

from collections.abc import Iterator, Sequence

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import Line, ScorecardChoice
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.domain.statuses import Status
from qa_app.domain.travel import Travel
from qa_app.presenters.scorecards.travels import travel_since


def places(choice: ScorecardChoice) -> Sequence[int]:
    """Of the periods shown, oldest first: all, the last two of a board table, the ends of a comparison."""
    every = range(choice.periods)
    match choice.layout:
        case Layout.CATALOGUE:
            return ()
        case Layout.BOARD:
            return every[-2:]
        case Layout.COMPARISON:
            return sorted({every[0], every[-1]})
        case _:
            return every


def readings(line: Line, choice: ScorecardChoice) -> Iterator[tuple[ReportingPeriod, Reading]]:
    """Each period that is printed once, with its reading."""
    shown = choice.periods_shown
    yield from ((shown[place], line.readings[place]) for place in places(choice))
    if choice.layout is Layout.INDICATORS:
        last_year = choice.last.same_last_year()
        earlier = ((last_year, line.last_year), (last_year.same_last_year(), line.two_years_ago))
        yield from ((period, reading) for period, reading in earlier if period not in shown)


def statuses(line: Line, choice: ScorecardChoice) -> Iterator[tuple[ReportingPeriod, Status]]:
    """The status of every period that is printed, or only of the latest, where it has a column of its own."""
    if Shown.STATUS not in choice.columns:
        return
    latest_only = choice.layout in (Layout.BOARD, Layout.COMPARISON)
    for place in places(choice)[-1:] if latest_only else places(choice):
        if status := line.statuses[place]:
            yield choice.periods_shown[place], status


def travels(line: Line, choice: ScorecardChoice) -> tuple[Travel, ...]:
    """The comparison's own is since the first period shown; an indicator has one since last year as well."""
    match choice.layout:
        case Layout.CATALOGUE:
            return ()
        case Layout.COMPARISON:
            first = choice.periods_shown[0]
            return () if first == choice.last else (travel_since(line, choice, first, line.readings[0]),)
    if Shown.DIRECTION not in choice.columns:
        return ()
    if choice.layout is Layout.INDICATORS:
        since = choice.last.same_last_year()
        last_year = travel_since(line, choice, since, line.last_year)
        return (last_year, *(travel for travel in line.travels if travel.since != since))
    return line.travels
