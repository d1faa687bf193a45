import io
import json

import pytest
from sqlalchemy import select

from qa_app.domain.audit_tool_json import tool_to_json
from qa_app.models import AuditTool, AuditToolVersion
from qa_app.queries.audit_tools import as_tool
from tests.factories import a_tool, a_tool_version
from tests.web.conftest import token
from tests.web.page import Page

LIGHTS = {
    "name": "Practice audit",
    "scale": "own",
    "scale_name": "Traffic lights",
    "labels": "Green\r\nAmber\r\n\r\nRed",
    "good": "green",
    "evidence": "RED",
}


def only_version(session):
    return session.scalars(select(AuditToolVersion)).one()


def test_a_tool_is_started_with_the_four_grades(save, session, lead):
    page = save("/audit-tools/new", {"name": "  Voice  of the child ", "purpose": "Ten minutes"})

    assert page.heading == "Voice of the child, version 1"
    tool = as_tool(only_version(session))
    assert (tool.code, tool.scale.code, tool.purpose) == ("voice-of-the-child", "four-grades", "Ten minutes")
    assert "Add a section with at least one question" in page.text
    assert "Make it live" not in page.links


def test_a_tool_is_started_with_zero_to_ten(save, session, lead):
    save("/audit-tools/new", {"name": "Marks", "scale": "zero-to-ten"})

    assert as_tool(only_version(session)).scale.labels[0] == "10"


def test_a_tool_is_started_with_a_scale_of_its_own(save, session, lead):
    page = save("/audit-tools/new", LIGHTS)

    scale = as_tool(only_version(session)).scale
    assert (scale.code, scale.labels, scale.good_or_better) == (
        "traffic-lights", ("Green", "Amber", "Red"), 1
    )  # fmt: skip
    assert scale.evidence_required == {3}
    assert "Traffic lights: Green, Amber, Red" in page.text


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"name": " "}, ["Write a name for the audit tool"]),
        ({"name": "x" * 101}, ["Shorten this to 100 characters: it has 101"]),
        ({"code": "Case File"}, [
            "Write a code of up to 60 small letters, figures and hyphens that begins with a letter, such as "
            "direct-work"
        ]),
        ({"code": "taken"}, [
            "The old one has this code already: write another, or make a new version of that tool"
        ]),
        ({"scale": "nobody-knows"}, ["Choose a grading scale"]),
        ({"scale_name": ""}, ["Write a name for the scale"]),
        ({"labels": ""}, ["Write the grades, the best one first, each on its own line"]),
        ({"labels": "Green\ngreen ", "evidence": ""}, ["Two labels differ at most in capitals and spaces"]),
        ({"labels": "Green\nN/A\nRed"}, ["Not applicable is always accepted and cannot be a label"]),
        ({"labels": "Green", "evidence": ""}, ["A grading scale has 2 to 20 labels, not 1"]),
        ({"labels": "Green\nRed\n" + "x" * 101}, ["Shorten each grade to 100 characters"]),
        ({"good": "Blue"}, [
            "Write the lowest grade that counts as good, just as it stands in the list above"
        ]),
        ({"evidence": "Red\nBlue"}, ["“Blue” is not a grade of the list above: write it as there"]),
        ({"scale_name": "Four grades"}, [  # its code is that of the scale that comes with the app
            "There is a scale with the code four-grades already, and it is not the same: Outstanding, Good, "
            "Requires Improvement, Inadequate; Good or better is good; evidence for Outstanding, Inadequate. "
            "Use that one, or give yours another name and code"
        ]),
    ],
)  # fmt: skip
def test_what_cannot_be_started_is_said_and_nothing_typed_is_lost(save, session, lead, values, errors):
    a_tool_version(session, a_tool(code="taken")).tool.name = "The old one"
    typed = LIGHTS | {"purpose": "Quite long"} | values

    page = save("/audit-tools/new", typed, status=422)

    assert page.errors == errors
    kept = page.form()
    assert {name: kept[name].strip() for name in ("purpose", "evidence")} == {
        name: typed[name].strip() for name in ("purpose", "evidence")
    }
    assert len(session.scalars(select(AuditTool)).all()) == 1


@pytest.fixture
def upload(client, get):
    def send_file(content: bytes | None, *, status=200):
        values = {"csrf_token": token(client)}
        if content is not None:
            values["file"] = (io.BytesIO(content), "tool.json")
        response = client.post(
            "/audit-tools/upload",
            data=values,
            content_type="multipart/form-data",
            follow_redirects=True,
            headers={"Referer": "http://localhost/"},
        )
        page = Page(response)
        assert page.status == status, page.text
        return page

    return send_file


def test_a_file_becomes_a_draft(upload, session, lead):
    tool = a_tool("assessment", code="theirs")

    page = upload(tool_to_json(tool).encode())

    assert page.heading == f"{tool.name}, version 1"
    assert [question.code for question in as_tool(only_version(session)).questions] == [
        "assessment",
        "overall",
    ]


def test_a_file_with_a_known_code_becomes_the_next_version(upload, live):
    page = upload(tool_to_json(as_tool(live)).encode())
    assert page.heading == f"{live.tool.name}, version 2"

    again = upload(tool_to_json(as_tool(live)).encode(), status=409)
    assert again.errors == [f"{live.tool.name} has a draft already: change that one, or delete it first."]


def test_problems_of_a_file_are_listed_at_their_places(upload, session, lead):
    written = json.loads(tool_to_json(a_tool("assessment", code="theirs")))
    written["sections"][0]["questions"][0]["kind"] = "grade"
    written["colour"] = "blue"

    page = upload(json.dumps(written).encode(), status=422)

    assert page.errors == [
        "This file was not brought in: put right the 2 things listed below and send it again"
    ]
    assert [row[0] for row in page.rows] == ["colour", "sections[0].questions[0].kind"]
    assert session.scalars(select(AuditTool)).all() == []


def test_of_thousands_of_problems_the_first_are_shown(upload, lead):
    content = json.dumps(dict.fromkeys(map(str, range(30_000)), 1)).encode()

    page = upload(content, status=422)

    assert len(page.rows) == 200
    assert "There are 29,802 more like these." in page.text


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, "Choose a .json file"),
        (b"", "This file is empty"),
        (b"PK\x03\x04\xff", "This is not a text file in UTF-8"),
        (b"[" * 100_000, "This file has brackets inside brackets"),
        (b"<script>alert(1)</script>", "This is not JSON at line 1"),
    ],
)
def test_what_is_no_audit_tool_is_said(upload, lead, content, error):
    page = upload(content, status=422)

    assert len(page.errors) == 1
    assert page.errors[0].startswith(error)


def test_an_exported_version_is_a_file_that_can_be_brought_in(client, session, live):
    session.commit()

    answer = client.get(f"/audit-tools/versions/{live.id}/file")

    assert answer.headers["Content-Disposition"] == "attachment; filename=case-file-version-1.json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/json"
    assert answer.get_data(as_text=True) == tool_to_json(as_tool(live))
