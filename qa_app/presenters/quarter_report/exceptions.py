"""The lines that ask for an explanation, and every action that was agreed."""

from collections.abc import Iterator

from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.domain.tables import Column, Kind, Section, Value
from qa_app.presenters.scorecards import cells, columns, wording
from qa_app.presenters.scorecards.links import NO_LINKS
from qa_app.presenters.scorecards.parts import Part, table_of

HEADING = "Exceptions and actions"
PRINTED_BY = (Layout.QUARTERLY, Layout.BOARD)
PRINTED = frozenset({Shown.COMMENTARY, Shown.ACTION})
NONE = "No measure asks for an explanation in {period}, and no action was recorded."


def exceptions(scorecard: Scorecard, *, level: int) -> Iterator[Section]:
    """A row for each line that is worse than its threshold or moved the wrong way, or that has an action.

    Nothing where the layout itself prints them all beside its figures.
    """
    choice, last = scorecard.choice, scorecard.choice.last
    if choice.layout in PRINTED_BY and PRINTED.issubset(choice.columns):
        return
    lines = [line for line in scorecard.lines if line.exception or wording.action(line.comment)]
    if not lines:
        yield Section(HEADING, level=level, paragraphs=(NONE.format(period=last),))
        return
    owing = sum(line.owes_comment for line in lines)
    still = f" Nothing has been said yet of {owing} of these measures." if owing else ""
    yield Section(
        HEADING,
        level=level,
        paragraphs=(f"{_counted(lines)}{still}",),
        table=table_of(f"{HEADING}, {last}", _parts(scorecard), lines),
    )


def _counted(lines: list[Line]) -> str:
    """> 4 measures ask for an explanation; 3 actions were agreed."""
    asking = sum(bool(line.exception) for line in lines)
    agreed = sum(bool(wording.action(line.comment)) for line in lines)
    asks = "1 measure asks" if asking == 1 else f"{asking} measures ask"
    were = "1 action was" if agreed == 1 else f"{agreed} actions were"
    return f"{asks} for an explanation; {were} agreed."


def _parts(scorecard: Scorecard) -> tuple[Part, ...]:
    last = len(scorecard.choice.periods_shown) - 1
    return (
        columns.number(),
        columns.measure("Measure", NO_LINKS),
        columns.period(scorecard, last, NO_LINKS),
        Part(Column("Status"), cells.status),
        Part(Column("Why it is here"), lambda line: line.exception or "An action was agreed"),
        Part(Column("Comment", width=60), lambda line: _said(line, "text")),
        Part(Column("Action", width=40), lambda line: _said(line, "action")),
        Part(Column("Who"), lambda line: _said(line, "owner")),
        Part(Column("By when", Kind.DATE), _due),
    )


def _said(line: Line, field: str) -> Value:
    return getattr(line.comment, field, "").strip() or None


def _due(line: Line) -> Value:
    return line.comment.due_on if line.comment else None
