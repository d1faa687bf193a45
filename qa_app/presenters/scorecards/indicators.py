"""One page for each indicator: what it is, where it stands, its chart, its previous values, its comment."""

from collections.abc import Iterator

from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown
from qa_app.domain.tables import Column, Kind, Section, Value
from qa_app.presenters.scorecards import cells, columns, indicator_facts, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part, in_use
from qa_app.presenters.scorecards.travels import travel_since
from qa_app.presenters.scorecards.trend import trend_chart
from qa_app.presenters.scorecards.values_table import values_table


def sections(scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    """Each begins a page of its own."""
    return tuple(
        Section(
            line.measure.name,
            facts=tuple((name, said) for name, said in _facts(theme.title, line, scorecard) if said),
            chart=trend_chart(line, scorecard, links),
            table=values_table(line, scorecard, links),
            page_break=True,
        )
        for theme in scorecard.themes
        for line in theme.lines
    ) or (Section("Indicators", paragraphs=(wording.NO_LINES,)),)


def _facts(theme: str, line: Line, scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    yield "Theme", theme
    yield from indicator_facts.definition(line)
    yield from indicator_facts.current(line, scorecard)
    yield from indicator_facts.standards(line, scorecard)
    yield from indicator_facts.previous_years(line, scorecard)
    yield from indicator_facts.said(line, scorecard, comment="Comments")


def parts(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    """What the pages say, as one row for each indicator."""
    choice = scorecard.choice
    since = choice.last.same_last_year()

    def direction(line: Line) -> Value:
        return wording.direction(travel_since(line, choice, since, line.last_year))

    every = (
        columns.number(),
        columns.measure("Indicator", links),
        Part(Column("Responsible"), lambda line: wording.responsible(line.measure) or None, True),
        Part(Column("Description", width=40), lambda line: line.measure.description or None, True),
        Part(Column("Indicator guide", width=40), lambda line: line.measure.guide or None, True),
        Part(Column("Measure period"), lambda line: line.measure.measure_period.label),
        *(columns.period(scorecard, place, links) for place in range(choice.periods)),
        *columns.status(scorecard),
        *columns.thresholds(scorecard),
        *columns.target(scorecard),
        *columns.chosen(
            scorecard, Shown.DIRECTION, (Part(Column(wording.direction_heading(since)), direction),)
        ),
        Part(
            Column(f"Value in {since}", Kind.NUMBER),
            lambda line: cells.value(line.measure, line.last_year),
        ),
        Part(
            Column(f"Value in {since.same_last_year()}", Kind.NUMBER),
            lambda line: cells.value(line.measure, line.two_years_ago),
        ),
        *columns.comparators(scorecard),
        *columns.commentary(scorecard, "Comments", links),
        *columns.action(scorecard),
    )
    return in_use(every, scorecard.lines)
