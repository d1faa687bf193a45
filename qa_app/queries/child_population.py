"""How many children live in the area."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import ChildPopulation


def child_populations(session: Session) -> Sequence[ChildPopulation]:
    """Newest year first."""
    return session.scalars(select(ChildPopulation).order_by(ChildPopulation.starting_year.desc())).all()
