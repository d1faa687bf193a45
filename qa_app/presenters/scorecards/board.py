"""The board table: the metrics of each section, with status, two periods, comparators, comment and action."""

from qa_app.domain.scorecard import Scorecard, Theme
from qa_app.domain.tables import Section
from qa_app.presenters.scorecards import columns, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part, in_use, table_of

THEME = "Section"


def sections(scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    """A table for each, because a column that repeats the section's name takes the room of the comments."""
    if not scorecard.lines:
        return (Section("Board table", paragraphs=(wording.NO_LINES,)),)
    printed = parts(scorecard, links)
    return tuple(_section(theme, scorecard, printed) for theme in scorecard.themes if theme.lines)


def _section(theme: Theme, scorecard: Scorecard, printed: tuple[Part, ...]) -> Section:
    title = f"{theme.title}, {wording.span(scorecard.choice.periods_shown[-2:])}"
    return Section(theme.title, table=table_of(title, printed, theme.lines))


def parts(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    """The previous and the current period, whatever the number that a scorecard shows otherwise.

    The metric stands first, and stays in view on a phone while the rest scrolls.
    """
    printed = range(scorecard.choice.periods)[-2:]
    every = (
        columns.measure("Metric", links),
        *columns.status(scorecard),
        *columns.responsible(scorecard),
        *columns.thresholds(scorecard),
        *columns.target(scorecard),
        *(columns.period(scorecard, place, links) for place in printed),
        *columns.comparators(scorecard),
        *columns.directions(scorecard),
        *columns.commentary(scorecard, "Comment", links),
        *columns.action(scorecard),
    )
    return in_use(every, scorecard.lines)
