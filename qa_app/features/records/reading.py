"""Pages that are asked for with a form, so that no case reference stands in an address, and only look."""

from collections.abc import Iterator
from contextlib import contextmanager

from qa_app import database
from qa_app.extensions import db


@contextmanager
def only_reading() -> Iterator[None]:
    """What was begun is given up, and what is read from here lets others write meanwhile."""
    db.session.rollback()
    with database.only_reading():
        try:
            yield
        finally:
            db.session.rollback()
