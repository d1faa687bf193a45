"""The comparison of the latest period with the first one shown, and what the change was in words."""

from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown
from qa_app.domain.tables import Column, Section
from qa_app.presenters.scorecards import columns, wording
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part, in_use, table_of
from qa_app.presenters.scorecards.travels import travel_since


def sections(scorecard: Scorecard, links: Links) -> tuple[Section, ...]:
    """One for every theme, all with the same columns."""
    used = parts(scorecard, links)
    compared = f"{scorecard.choice.last} compared with {scorecard.choice.periods_shown[0]}"
    return tuple(
        Section(theme.title, table=table_of(f"{theme.title}, {compared}", used, theme.lines))
        if theme.lines
        else Section(theme.title, paragraphs=(wording.NO_LINES,))
        for theme in scorecard.themes
    )


def parts(scorecard: Scorecard, links: Links) -> tuple[Part, ...]:
    """Without an earlier period, where only one is shown, there is no change to tell."""
    one_only = scorecard.choice.periods == 1
    compared = () if one_only else (columns.period(scorecard, 0, links),)
    every = (
        columns.measure("Measure", links),
        *columns.responsible(scorecard),
        *columns.target(scorecard),
        *compared,
        columns.period(scorecard, scorecard.choice.periods - 1, links),
        *columns.comparators(scorecard),
        *(() if one_only else (_change(scorecard),)),
        *columns.status(scorecard),
        *columns.commentary(scorecard, "Comment", links),
        *columns.action(scorecard),
    )
    return in_use(every, scorecard.lines)


def _change(scorecard: Scorecard) -> Part:
    """> down 238 (down 25%), better; and whether chance could do it, unless directions are left out"""
    choice = scorecard.choice
    since = choice.periods_shown[0]
    with_direction = Shown.DIRECTION in choice.columns

    def cell(line: Line) -> str:
        travel = travel_since(line, choice, since, line.readings[0])
        words = wording.change(line.measure, line.readings[0], line.latest, travel)
        if not with_direction or not travel.change:
            return words
        said = f"{words}, {travel.assessment}" if travel.assessment else words
        return "; ".join(filter(None, (said, wording.chance(travel))))

    return Part(Column(f"Change since {since}", width=40), cell)
