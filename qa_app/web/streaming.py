"""Rows that are read from the database while they are sent."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy.orm import Session

from qa_app.database import writing
from qa_app.extensions import db

Row = TypeVar("Row")


def streamed(read: Callable[[Session], Iterator[Row]]) -> Iterator[Row]:
    """What `read` yields, in a session of its own: the request's is closed before the first row is sent.

    That session ends with the last row, or when whoever is reading goes away.
    """
    engine = db.engine

    def rows() -> Iterator[Row]:
        # It only reads: SQLite's one writer must not wait until the last row is sent.
        writing.set(False)
        with Session(engine) as session:
            yield from read(session)

    return rows()
