"""Today's figures beside those that were published."""

from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from qa_app.domain.errors import DomainError
from qa_app.domain.revisions import Change, changed_sentence
from qa_app.models import Publication
from qa_app.queries.changes_since import changes_since
from qa_app.web.clock import now
from qa_app.web.council import council_name
from qa_app.web.drawing import redraw

GONE = "What was published can no longer be drawn, so it is not known what has changed since."
WORDS_ONLY = "No figure has changed since publication, but the words around them have."


@dataclass(frozen=True)
class Comparison:
    """`sentence` says how many figures have changed; `can_be_revised` is whether anything has."""

    sentence: str
    changes: tuple[Change, ...] = ()
    can_be_revised: bool = False


def compared_with_today(session: Session, publication: Publication) -> Comparison:
    """Draws the same again, of the whole council. Nothing of it is kept."""
    try:
        today = redraw(session, publication, author=council_name(), at=now())
    except (DomainError, NoResultFound, KeyError, ValueError):
        return Comparison(GONE)
    changes = changes_since(session, publication, today.figures)
    if changes:
        return Comparison(f"{changed_sentence(len(changes))}.", changes, can_be_revised=True)
    if today.says_the_same_as(publication):
        return Comparison(f"{changed_sentence(0)}.")
    return Comparison(WORDS_ONLY, can_be_revised=True)
