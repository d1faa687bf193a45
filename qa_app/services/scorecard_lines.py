"""The lines of a scorecard: measures under their themes, each with the number printed before it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.scorecard_settings import LONGEST_NUMBER, one_line
from qa_app.models import Measure, Person, Scorecard, ScorecardLine, ScorecardTheme
from qa_app.services.scorecard_locking import built, lock


def add_lines(
    session: Session,
    scorecard: Scorecard,
    theme: ScorecardTheme,
    measures: Sequence[Measure],
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """At the end of the theme, in the order given, each with the next number.

    Raises InvalidInput about `measures` for none, and for one that the scorecard has; Conflict.
    """
    lock(session, scorecard, opened_at_version)
    if not measures:
        raise InvalidInput([Problem("measures", "Choose at least one measure")])
    here = {line.measure_id for line in lines_of(scorecard)}
    if twice := [measure.name for measure in measures if measure.id in here]:
        raise InvalidInput([Problem("measures", f"“{twice[0]}” is on this scorecard already")])
    for measure in measures:
        put(scorecard, theme, measure)
    codes = [measure.code for measure in measures]
    built(session, scorecard, "added lines to scorecard", by=by, at=at, theme=theme.title, measures=codes)


def move_line(
    session: Session,
    scorecard: Scorecard,
    line: ScorecardLine,
    *,
    places: int,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """One place up (-1) or down (1): from the edge of its theme into the next one, also an empty one.

    The number goes with it. Raises Conflict.
    """
    lock(session, scorecard, opened_at_version)
    themes = list(scorecard.themes)
    theme = next(theme for theme in themes if line in theme.lines)
    lines, place = list(theme.lines), theme.lines.index(line)
    beside = themes.index(theme) + places
    if 0 <= place + places < len(lines):
        lines.insert(place + places, lines.pop(place))
        _put_in_order(session, {theme: lines})
    elif 0 <= beside < len(themes):
        goal = themes[beside]
        others = list(goal.lines)
        others.insert(len(others) if places < 0 else 0, lines.pop(place))
        _put_in_order(session, {theme: lines, goal: others})
    built(session, scorecard, "moved line of scorecard", by=by, at=at, measure=line.measure.code)


def remove_line(
    session: Session,
    scorecard: Scorecard,
    line: ScorecardLine,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """The measure stays, with every value and comment. Raises Conflict."""
    lock(session, scorecard, opened_at_version)
    theme = next(theme for theme in scorecard.themes if line in theme.lines)
    code = line.measure.code
    theme.lines.remove(line)
    _put_in_order(session, {theme: list(theme.lines)})
    built(session, scorecard, "removed line from scorecard", by=by, at=at, measure=code)


def number_lines(
    session: Session,
    scorecard: Scorecard,
    numbers: Mapping[int, str],
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """What is printed before the lines with these row numbers; empty prints nothing.

    Raises InvalidInput about `number_<row>` for one too long and for one that two lines have; Conflict.
    """
    lock(session, scorecard, opened_at_version)
    lines = lines_of(scorecard)
    problems: list[Problem] = []
    wanted = {
        line: one_line(numbers.get(line.id, line.number), LONGEST_NUMBER, f"number_{line.id}", problems)
        for line in lines
    }
    seen: dict[str, ScorecardLine] = {}
    for line, number in wanted.items():
        other = seen.setdefault(number.casefold(), line)
        if number and other is not line:
            problems.append(
                Problem(f"number_{line.id}", f"“{other.measure.name}” has the number {number} already")
            )
    if problems:
        raise InvalidInput(problems)
    changed = {line.measure.code: number for line, number in wanted.items() if line.number != number}
    for line, number in wanted.items():
        line.number = number
    if changed:
        built(session, scorecard, "numbered lines of scorecard", by=by, at=at, numbers=changed)


def number_consecutively(
    session: Session, scorecard: Scorecard, *, opened_at_version: int, by: Person | None, at: datetime
) -> None:
    """1, 2, 3 and so on through all the themes. Raises Conflict."""
    numbers = {line.id: str(place) for place, line in enumerate(lines_of(scorecard), start=1)}
    number_lines(session, scorecard, numbers, opened_at_version=opened_at_version, by=by, at=at)


def lines_of(scorecard: Scorecard) -> Sequence[ScorecardLine]:
    """In the order that they are read in."""
    return [line for theme in scorecard.themes for line in theme.lines]


def put(scorecard: Scorecard, theme: ScorecardTheme, measure: Measure, number: str = "") -> None:
    """At the end of the theme; with this number where no line has it, else with the next."""
    taken = {line.number for line in lines_of(scorecard)}
    theme.lines.append(
        ScorecardLine(
            position=len(theme.lines) + 1,
            number=number if number and number not in taken else next_number(taken),
            measure=measure,
        )
    )


def next_number(taken: set[str]) -> str:
    """One more than the highest whole number: > 43; nothing where that would be too long to print"""
    number = str(max((int(number) for number in taken if number.isdecimal()), default=0) + 1)
    return number if len(number) <= LONGEST_NUMBER else ""


def _put_in_order(session: Session, ordered: Mapping[ScorecardTheme, Sequence[ScorecardLine]]) -> None:
    # A line that leaves one list for another must not be taken for one that is removed.
    with session.no_autoflush:
        for theme, lines in ordered.items():
            theme.lines = list(lines)
            for position, line in enumerate(lines, start=1):
                line.position = position
    session.flush()
