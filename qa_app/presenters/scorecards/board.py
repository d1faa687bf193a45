"""The board table: one table of all sections, with status, two periods, comparators, comment and action."""

from qa_app.domain.scorecard import Scorecard
from qa_app.domain.tables import Section
from qa_app.presenters.scorecards import columns, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part, in_use, joined

THEME = "Section"


def sections(scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    choice = scorecard.choice
    if not scorecard.lines:
        return (Section("Board table", paragraphs=(wording.NO_LINES,)),)
    title = f"{choice.title}, {wording.span(choice.periods_shown[-2:])}"
    return (Section("Board table", table=joined(title, parts(scorecard, links), scorecard, theme=THEME)),)


def parts(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    """The previous and the current period, whatever the number that a scorecard shows otherwise.

    The status stands before the metric as councils print it, and with it says what the row is.
    """
    printed = range(scorecard.choice.periods)[-2:]
    every = (
        *columns.status(scorecard, is_heading=True),
        columns.measure("Metric", links),
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
