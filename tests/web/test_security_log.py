"""What is refused is told to whoever watches, and nothing of what was typed."""

import logging

import pytest

from qa_app.domain.roles import Role
from tests.web.conftest import token

SECRET_WORDS = "a child's name that was typed"


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="qa_app.security")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "qa_app.security"]


def test_a_page_that_is_not_theirs(client, sign_in, lines):
    person = sign_in(Role.VIEWER)

    client.get("/people")

    (line,) = lines()
    assert line.startswith("refused status=403 method=GET endpoint=people.index")
    assert f"person={person.id} " in line


def test_a_wrong_password(client, session, lines):
    values = {"csrf_token": token(client), "email": SECRET_WORDS, "password": SECRET_WORDS}

    client.post("/sign-in", data=values)

    (line,) = lines()
    assert "status=422 method=POST endpoint=account.sign_in person=nobody" in line
    assert "child" not in line


def test_a_form_without_its_token(client, sign_in, lines):
    sign_in(Role.QA_LEAD)

    client.post("/sign-out", data={"words": SECRET_WORDS})

    assert ["status=400" in line and "child" not in line for line in lines()] == [True]


def test_no_line_can_be_made_up(client, session, lines):
    client.open("/people\r\nrefused status=200", method="GET\r\nX")
    client.get("/feeds/judgements.json", headers={"Authorization": "Bearer x\ty"})

    assert all("\n" not in line and "\r" not in line for line in lines())
    assert any("status=401" in line for line in lines())


def test_what_is_allowed_is_not_told(client, sign_in, lines):
    sign_in(Role.VIEWER)

    client.get("/judgements")

    assert lines() == []
