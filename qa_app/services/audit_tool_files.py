"""Audit tools brought in from files."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_tool_json import LONGEST_FILE, tool_from_json
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.json_object import WHOLE_FILE
from qa_app.models import AuditToolVersion, Person
from qa_app.services.audit_tools import add_tool

MOST_BYTES = 4 * LONGEST_FILE
"""A character takes at most four."""


def add_from_file(session: Session, content: bytes, *, by: Person | None, at: datetime) -> AuditToolVersion:
    """A draft of the tool in the file: of a new code, or the next version of a known one.

    Raises InvalidInput whose problems name their place in the file, and TransitionNotAllowed when the
    code has a draft already.
    """
    if len(content) > MOST_BYTES:
        raise _unreadable(
            f"This file is larger than {MOST_BYTES // 1_000_000} MB: no audit tool is that long"
        )
    if not content.strip():
        raise _unreadable("This file is empty")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            "This is not a text file in UTF-8: choose the .json file that was exported from here, "
            "and in an editor save it as UTF-8"
        ) from error
    return add_tool(session, tool_from_json(text), by=by, at=at)


def _unreadable(sentence: str) -> InvalidInput:
    return InvalidInput([Problem(WHOLE_FILE, sentence)])
