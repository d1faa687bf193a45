"""Reading a file that was sent, apart from the page and while nobody waits for it."""

from qa_app.extensions import db
from qa_app.importers.apart import read_apart
from qa_app.importers.sheet import Sheet

READ_AT_ONCE = 1024 * 1024
"""Bytes: a file so small is read before the next page is there; see `limits_for`."""


def read_sent(content: bytes, file_name: str) -> Sheet:
    """Before anything is changed: the transaction of the page is given up, so that nobody who saves waits
    for this file. Raises UnreadableFile."""
    db.session.rollback()
    return read_apart(content, file_name)
