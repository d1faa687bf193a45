"""The themes of a scorecard, in the order that the board reads them in."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.part_names import same_name
from qa_app.domain.scorecard_settings import LONGEST_THEME, one_line
from qa_app.models import Person, Scorecard, ScorecardTheme
from qa_app.services.scorecard_locking import built, lock


def add_theme(
    session: Session,
    scorecard: Scorecard,
    title: str,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> ScorecardTheme:
    """The last one. Raises InvalidInput about `title`, and Conflict."""
    lock(session, scorecard, opened_at_version)
    theme = ScorecardTheme(position=len(scorecard.themes) + 1, title=own_title(scorecard, title))
    scorecard.themes.append(theme)
    built(session, scorecard, "added theme to scorecard", by=by, at=at, theme=theme.title)
    return theme


def rename_theme(
    session: Session,
    scorecard: Scorecard,
    theme: ScorecardTheme,
    title: str,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Raises InvalidInput about `title`, and Conflict."""
    lock(session, scorecard, opened_at_version)
    theme.title = own_title(scorecard, title, theme)
    built(session, scorecard, "renamed theme of scorecard", by=by, at=at, theme=theme.title)


def move_theme(
    session: Session,
    scorecard: Scorecard,
    theme: ScorecardTheme,
    *,
    places: int,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Up for places below 0, with its lines, as far as there is room. Raises Conflict."""
    lock(session, scorecard, opened_at_version)
    themes = [other for other in scorecard.themes if other is not theme]
    themes.insert(max(0, theme.position - 1 + places), theme)
    _put_in_order(session, scorecard, themes)
    built(session, scorecard, "moved theme of scorecard", by=by, at=at, theme=theme.title)


def remove_theme(
    session: Session,
    scorecard: Scorecard,
    theme: ScorecardTheme,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """With its lines. Their measures stay, with every value and comment. Raises Conflict."""
    lock(session, scorecard, opened_at_version)
    codes = [line.measure.code for line in theme.lines]
    scorecard.themes.remove(theme)
    _put_in_order(session, scorecard, list(scorecard.themes))
    built(session, scorecard, "removed theme from scorecard", by=by, at=at, theme=theme.title, measures=codes)


def own_title(scorecard: Scorecard, text: str, own: ScorecardTheme | None = None) -> str:
    """Raises InvalidInput about `title` for none, for one too long, and for one that is taken."""
    problems: list[Problem] = []
    title = one_line(text, LONGEST_THEME, "title", problems)
    if not title and not problems:
        problems.append(Problem("title", "Write a title for the theme"))
    if any(theme is not own and same_name(theme.title, title) for theme in scorecard.themes):
        problems.append(Problem("title", f"This scorecard has a theme “{title}” already"))
    if problems:
        raise InvalidInput(problems)
    return title


def _put_in_order(session: Session, scorecard: Scorecard, themes: list[ScorecardTheme]) -> None:
    for position, theme in enumerate(themes, start=1):
        theme.position = position
    session.flush()
    session.refresh(scorecard, ["themes"])
