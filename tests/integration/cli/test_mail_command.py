from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from qa_app.cli import cli
from qa_app.domain.letters import Letter
from qa_app.services.mail import claim_next, note_failure, queue
from tests.conftest import SECRET
from tests.mail_server import HOST, mail_server

BODY = "Do not show this.\n"


@pytest.fixture
def invoke(session, database_url, monkeypatch):
    """Runs a command, with what it writes as one text."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)

    def run(*arguments: str, port: int = 0):
        session.commit()
        if port:
            named = {"SMTP_HOST": HOST, "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}
            for name, value in (named | {"MAIL_FROM": "audits@testshire.example"}).items():
                monkeypatch.setenv(name, value)
        return CliRunner().invoke(cli, arguments)

    return run


def an_email(session, to: str = "ada@testshire.example", *, at: datetime | None = None) -> None:
    queue(session, Letter("Hello", BODY), to=to, at=at or datetime.now(UTC))


def test_what_waits_is_sent(invoke, session):
    an_email(session)
    an_email(session)

    with mail_server() as served:
        result = invoke("mail", "send", port=served.port)
        assert invoke("mail", "send").output == "0 e-mails sent.\n"

    assert (result.exit_code, result.output) == (0, "2 e-mails sent.\n")
    assert len(served.received) == 2


def test_what_could_not_be_sent_is_said_and_the_exit_code_tells_a_timer(invoke, session):
    an_email(session)
    an_email(session, "gone@testshire.example")

    with mail_server() as served:
        served.refuses = {"gone@testshire.example": "550 no"}
        result = invoke("mail", "send", port=served.port)

    assert result.exit_code == 1
    assert result.output == (
        "1 e-mail sent.\nError: 1 e-mail could not be sent, and will be tried again."
        " The mail server refused the recipient (550).\n"
    )


def test_without_a_mail_server_it_says_what_to_set(invoke):
    result = invoke("mail", "send")

    assert result.exit_code == 1
    assert result.output.startswith("Error: No e-mails are sent, because smtp_host is not set.")


def test_every_e_mail_is_listed_without_what_it_says(invoke, session):
    at = datetime(2026, 4, 3, 9, tzinfo=UTC)
    an_email(session, "old@testshire.example", at=at)
    claimed = claim_next(session, at=at)
    note_failure(session, claimed.id, "The mail server could not be reached", at=at)
    an_email(session, at=at + timedelta(minutes=1))

    result = invoke("mail", "list")

    assert result.output.splitlines() == [
        "3 April 2026 at 10:01\tada@testshire.example\tHello\twaits\ttried 0 times",
        "3 April 2026 at 10:00\told@testshire.example\tHello\twaits\ttried 1 time"
        "\tThe mail server could not be reached",
    ]
    assert BODY.strip() not in result.output


def test_the_chores_are_done_from_a_timer_too(invoke, session):
    an_email(session)

    with mail_server() as served:
        assert invoke("chores", port=served.port).exit_code == 0

    assert len(served.received) == 1


def test_a_chore_that_fails_is_named(invoke, session, monkeypatch):
    monkeypatch.setattr("qa_app.background.do_all", lambda *_: ["send e-mails"])

    result = invoke("chores")

    assert result.exit_code == 1
    assert result.output == "Error: Not done: send e-mails. The log says where each failed.\n"


@pytest.mark.parametrize("arguments", [("mail", "send"), ("chores",)])
def test_nothing_is_touched_on_an_old_schema(invoke, tmp_path, monkeypatch, arguments):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")

    result = invoke(*arguments, port=25)

    assert result.output == "Error: The database is not up to date. Run: qa-app upgrade\n"
