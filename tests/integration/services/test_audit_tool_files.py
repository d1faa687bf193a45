from datetime import UTC, datetime

import pytest

from qa_app.domain.audit_tool_json import tool_to_json
from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.models import ToolStatus
from qa_app.queries.audit_tools import as_tool
from qa_app.services.audit_tool_files import MOST_BYTES, add_from_file
from tests.factories import a_tool, a_tool_version

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_new_code_becomes_a_first_draft(session):
    content = tool_to_json(a_tool("assessment", code="theirs")).encode()

    version = add_from_file(session, content, by=None, at=AT)

    assert (version.tool.code, version.number, version.status) == ("theirs", 1, ToolStatus.DRAFT)


def test_a_known_code_becomes_its_next_version(session):
    live = a_tool_version(session, a_tool("assessment", code="ours"))
    content = tool_to_json(as_tool(live)).encode("utf-8-sig")  # as Windows' Notepad saves it

    version = add_from_file(session, content, by=None, at=AT)

    assert (version.tool.id, version.number, version.status) == (live.tool.id, 2, ToolStatus.DRAFT)
    assert live.status is ToolStatus.LIVE
    with pytest.raises(TransitionNotAllowed):
        add_from_file(session, content, by=None, at=AT)


@pytest.mark.parametrize(
    ("content", "field", "sentence"),
    [
        (b"", "file", "This file is empty"),
        (b"  \n", "file", "This file is empty"),
        (b"PK\x03\x04\xff\xfe", "file", "not a text file in UTF-8"),
        ("{}".encode("utf-16"), "file", "not a text file in UTF-8"),
        (b"code,name\n1,2\n", "file", "not JSON at line 1"),
        (b" " * MOST_BYTES + b"{}", "file", "larger than 8 MB"),
        (b'{"code": "x", "name": "X", "sections": [{"title": "S", "questions": [{}]}]}',
         "sections[0].questions[0].code", "Add this: it is missing"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used(session, content, field, sentence):
    with pytest.raises(InvalidInput) as caught:
        add_from_file(session, content, by=None, at=AT)

    first = caught.value.problems[0]
    assert first.field == field
    assert sentence in first.message
