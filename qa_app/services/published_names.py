"""Tables published before the system stand under a name, and so follow it when it changes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.models import PublishedFigure, ServiceArea, Stream, Team

AUDIT_STREAM = "audit stream"


def rename_published(session: Session, part: ServiceArea | Team | Stream, name: str) -> None:
    """Moves the figures published under the part's present name to the new one.

    Figures already published under the new name become the part's as well. Raises InvalidInput where both
    have a table for the same period, because only one of them could be printed.
    """
    kinds = _kinds(session, part)
    moving, there = _figures(session, kinds, part.name), _figures(session, kinds, name)
    if part.name.casefold() == name.casefold():
        there = []
    cells = {(figure.table_kind, figure.period) for figure in there}
    if both := sorted({figure.period for figure in moving if (figure.table_kind, figure.period) in cells}):
        sentence = f"Tables were published under both names for {', '.join(both)}: choose another name"
        raise InvalidInput([Problem("name", sentence)])
    for figure in moving:
        figure.table_name = name
    session.flush()


def _kinds(session: Session, part: ServiceArea | Team | Stream) -> Sequence[str]:
    """The kinds of table that stand under this part alone; one that others share stays where it is."""
    match part:
        case Team():
            teams = select(Team.id).where(Team.name == part.name, Team.id != part.id)
            return [] if session.scalars(teams).first() else ["team"]
        case ServiceArea():
            own, others = "service area", session.scalars(select(Stream.name))
        case Stream():
            own, others = "stream", session.scalars(select(ServiceArea.name))
    shared = part.name.casefold() in {other.casefold() for other in others}
    return [own] if shared else [own, AUDIT_STREAM]


def _figures(session: Session, kinds: Sequence[str], name: str) -> list[PublishedFigure]:
    """Compared here, because databases differ in which capitals they know."""
    chosen = select(PublishedFigure).where(PublishedFigure.table_kind.in_(kinds)).order_by(PublishedFigure.id)
    return [figure for figure in session.scalars(chosen) if figure.table_name.casefold() == name.casefold()]
