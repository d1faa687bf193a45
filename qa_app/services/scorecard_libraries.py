"""A scorecard made of a library's measures, under the themes and with the numbers that the library prints."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.part_names import same_name
from qa_app.models import Person, Scorecard, ScorecardTheme
from qa_app.queries.scorecards import libraries_to_add
from qa_app.services.scorecard_lines import put
from qa_app.services.scorecard_locking import built, lock

WITHOUT_OUTCOME = "Measures"
"""The theme of what a library prints under none."""


def add_library(
    session: Session,
    scorecard: Scorecard,
    library: str,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> int:
    """Every measure adopted from the library that the scorecard does not have yet; says how many.

    A theme is a measure's outcome; one that the scorecard has is filled up. A number that another line has
    gives way to the next. Raises TransitionNotAllowed where there is nothing to add, and Conflict.
    """
    lock(session, scorecard, opened_at_version)
    measures = libraries_to_add(session, scorecard).get(library, [])
    if not measures:
        raise TransitionNotAllowed("Every measure adopted from this library is on the scorecard already.")
    for measure in measures:
        theme = _theme(scorecard, measure.outcome or WITHOUT_OUTCOME)
        put(scorecard, theme, measure, measure.library.partition("/")[2])
    built(
        session, scorecard, "added library to scorecard", by=by, at=at, library=library, lines=len(measures)
    )
    return len(measures)


def _theme(scorecard: Scorecard, title: str) -> ScorecardTheme:
    for theme in scorecard.themes:
        if same_name(theme.title, title):
            return theme
    theme = ScorecardTheme(position=len(scorecard.themes) + 1, title=title)
    scorecard.themes.append(theme)
    return theme
