"""Entries of the trail that name a case, as where a list was taken out that was narrowed to it."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, texts_in
from qa_app.models import TrailEntry
from qa_app.queries.case_mentions import may_name

MOST_ASKED_FOR = 20
"""References that a database looks for faster than it gives out every entry."""
READ_AT_ONCE = 5_000


def entries_naming(session: Session, sought: Sought) -> Sequence[int]:
    """Their numbers, in order. Details that were erased name nobody."""
    if not sought.keys:
        return []
    columns = (TrailEntry.before, TrailEntry.after)
    conditions = [or_(*(column.is_not(None) for column in columns))]
    if len(sought.keys) <= MOST_ASKED_FOR:
        conditions.append(or_(*(may_name(column, sought.keys) for column in columns)))
    statement = select(TrailEntry.id, *columns).where(*conditions).order_by(TrailEntry.id)
    return [
        row.id
        for row in session.execute(statement.execution_options(yield_per=READ_AT_ONCE))
        if sought.is_in_any(texts_in([row.before, row.after]))
    ]
