"""Core indicators: each with its number, its figures, its chart, its analysis and its comment."""

from collections.abc import Iterator

from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown
from qa_app.domain.tables import Column, Section
from qa_app.presenters.scorecards import columns, indicator_facts, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part, in_use
from qa_app.presenters.scorecards.trend import trend_chart
from qa_app.presenters.scorecards.values_table import values_table


def sections(scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    return tuple(
        Section(
            f"{line.number}. {line.measure.name}" if line.number else line.measure.name,
            facts=tuple((name, said) for name, said in _facts(line, scorecard) if said),
            chart=trend_chart(line, scorecard, links),
            table=values_table(line, scorecard, links),
        )
        for line in scorecard.lines
    ) or (Section("Core indicators", paragraphs=(wording.NO_LINES,)),)


def _facts(line: Line, scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    if line.measure.is_audit:
        yield "Source", wording.source(line.measure)
    yield from indicator_facts.current(line, scorecard)
    yield from indicator_facts.standards(line, scorecard)
    yield from indicator_facts.directions(line, scorecard)
    if Shown.RESPONSIBLE in scorecard.choice.columns:
        yield "Responsible", wording.responsible(line.measure)
    if Shown.COMMENTARY in scorecard.choice.columns:
        yield "Analysis", wording.analysis(line)
    yield from indicator_facts.said(line, scorecard, comment="Comment")


def parts(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    """What the sections say, as one row for each indicator."""
    analysis = Part(Column("Analysis", width=60), lambda line: wording.analysis(line) or None)
    periods = range(scorecard.choice.periods)
    every = (
        columns.number(),
        columns.measure("Indicator", links),
        *columns.responsible(scorecard),
        *(columns.period(scorecard, place, links) for place in periods),
        *columns.status(scorecard),
        *columns.thresholds(scorecard),
        *columns.target(scorecard),
        *columns.comparators(scorecard),
        *columns.directions(scorecard),
        *columns.chosen(scorecard, Shown.COMMENTARY, (analysis,)),
        *columns.commentary(scorecard, "Comment", links),
        *columns.action(scorecard),
    )
    return in_use(every, scorecard.lines)
