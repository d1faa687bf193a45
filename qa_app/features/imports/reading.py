"""Reading a file that was sent, apart from the page and while nobody waits for it."""

from qa_app.importers.apart import read_apart
from qa_app.importers.sheet import Sheet
from qa_app.web.one_use import out_of_transaction

READ_AT_ONCE = 1024 * 1024
"""Bytes: a file so small is read before the next page is there; see `limits_for`."""


def read_sent(content: bytes, file_name: str) -> Sheet:
    """Before anything is changed. Raises UnreadableFile."""
    with out_of_transaction():
        return read_apart(content, file_name)
