"""How much is in the database."""

from collections.abc import Mapping

from sqlalchemy import func, inspect, select, table
from sqlalchemy.orm import Session


def row_counts(session: Session) -> Mapping[str, int]:
    """By table, for every table that there is: those of another schema than the models' too."""
    names = sorted(inspect(session.connection()).get_table_names())
    return {name: session.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
