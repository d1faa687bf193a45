"""The quarterly scorecard: measures under themes, thresholds, periods, and what is said of the exceptions.

Beside seven periods no page has room for paragraphs, so that what is said of a theme's exceptions stands in
a table of its own below its figures; a workbook has both in one.
"""

from qa_app.domain.scorecard import Scorecard, Theme
from qa_app.domain.tables import Section
from qa_app.presenters.scorecards import columns, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part, in_use, table_of


def sections(scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    """For every theme its figures, and what is said of them if anything is; the same columns in each."""
    figures = in_use(_figures(scorecard, links), scorecard.lines)
    return tuple(
        section
        for theme in scorecard.themes
        for section in (_theme(theme, scorecard, figures), *_exceptions(theme, scorecard, links))
    )


def _theme(theme: Theme, scorecard: Scorecard, figures: tuple[Part, ...]) -> Section:
    if not theme.lines:
        return Section(theme.title, paragraphs=(wording.NO_LINES,))
    title = f"{theme.title}, {wording.span(scorecard.choice.periods_shown)}"
    return Section(theme.title, table=table_of(title, figures, theme.lines))


def _exceptions(theme: Theme, scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    said = _said(scorecard, links)
    lines = [line for line in theme.lines if any(part.cell(line) for part in said)]
    if not lines:
        return ()
    parts = (columns.number(), columns.measure("Measure", links), *columns.status(scorecard), *said)
    title = f"Exceptions and actions, {scorecard.choice.last}: {theme.title}"
    return (Section("Exceptions and actions", level=2, table=table_of(title, parts, lines)),)


def parts(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    return in_use((*_figures(scorecard, links), *_said(scorecard, links)), scorecard.lines)


def _figures(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    """Status, direction and periods before what they are held against, so that most screens show them."""
    return (
        columns.number(),
        columns.measure("Measure", links),
        *columns.responsible(scorecard),
        *columns.status(scorecard),
        *columns.directions(scorecard),
        *(
            columns.period(scorecard, place, links, with_status=True)
            for place in range(scorecard.choice.periods)
        ),
        *columns.thresholds(scorecard),
        *columns.target(scorecard),
        *columns.comparators(scorecard),
    )


def _said(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    return (
        *columns.commentary(scorecard, "Exception commentary", links),
        *columns.action(scorecard),
    )
