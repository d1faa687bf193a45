"""Which lines of the libraries the catalogue has already."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.measures import Printed
from qa_app.models import Measure


@dataclass(frozen=True)
class Adopted:
    """A measure that was adopted from a library."""

    id: int
    name: str
    active: bool
    collected: Printed


def adopted_lines(session: Session) -> dict[str, Adopted]:
    """By library and line: > worcestershire/12."""
    found = session.execute(
        select(Measure.library, Measure.id, Measure.name, Measure.active, Measure.collected)
        .where(Measure.library != "")
        .order_by(Measure.id.desc())
    ).all()
    return {row.library: Adopted(row.id, row.name, row.active, row.collected) for row in found}
