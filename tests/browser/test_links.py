"""Somebody is invited by e-mail, forgets the password they chose, and is stopped."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine

from qa_app.database import engine_options, prepare
from qa_app.domain.roles import Role
from qa_app.mailing import send_waiting
from tests.browser.conftest import elsewhere
from tests.mail_server import HOST, mail_server

PUBLIC_URL = "https://audits.testshire.example"
NIA = "nia@testshire.example"
FIRST, SECOND = "eleven purple kites", "twelve yellow herons"


@pytest.fixture
def server():
    with mail_server() as served:
        yield served


@pytest.fixture
def more_settings(server):
    return {
        "public_url": PUBLIC_URL,
        "smtp_host": HOST,
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "audits@testshire.example",
    }


@pytest.fixture
def link(server, settings):
    """Sends what waits; the path in the e-mail that came."""

    def send() -> None:
        engine = create_engine(**engine_options(settings.database_url))
        prepare(engine, seal_key=settings.seal_key)
        send_waiting(engine, settings, clock=lambda: datetime.now(UTC))
        engine.dispose()

    def path() -> str:
        server.received.clear()
        elsewhere(send)
        [email] = server.received
        assert email.recipients == [NIA]
        return email.link(PUBLIC_URL).removeprefix(PUBLIC_URL)

    return path


def test_somebody_comes_by_a_link_and_comes_back_by_another(person, arrive, link):
    person.sign_in(Role.ADMINISTRATOR)
    person.follow("People")
    person.press("Add a person")
    person.page.get_by_label("Name", exact=True).fill("Nia Newcomer")
    person.page.get_by_label("E-mail address").fill(NIA)
    person.page.get_by_label("Moderator", exact=True).check()
    assert not person.page.get_by_label("First password (optional)").is_visible()
    person.press("Add the person")
    assert "It is about to be sent" in person.main

    newcomer = arrive(person.way)
    newcomer.go(link())
    assert newcomer.path == "/account/choose-password"
    newcomer.page.get_by_label("Password", exact=True).fill(FIRST)
    newcomer.page.get_by_label("Password again", exact=True).fill("something else")
    newcomer.press("Save the password")
    assert newcomer.page.get_by_role("alert").count() == 1
    _choose(newcomer, FIRST)
    _sign_in(newcomer, FIRST)
    newcomer.follow("Moderation")

    forgetful = arrive(person.way)
    forgetful.go("/sign-in")
    forgetful.follow("Forgotten your password?")
    forgetful.page.get_by_label("E-mail address").fill(NIA)
    forgetful.press("Send the link")
    assert forgetful.heading == "Look into your e-mails"
    forgetful.go(link())
    _choose(forgetful, SECOND)
    newcomer.go("/moderation")
    assert newcomer.heading == "Sign in"
    _sign_in(forgetful, SECOND)

    person.follow("Access")
    assert "Nia Newcomer" in person.main
    person.follow("Who has looked at which audit")
    person.follow("People")
    person.follow("Asha Auditor")
    assert "What they still have open" in person.main


def _choose(newcomer, password: str) -> None:
    newcomer.page.get_by_label("Password", exact=True).fill(password)
    newcomer.page.get_by_label("Password again", exact=True).fill(password)
    newcomer.press("Save the password")


def _sign_in(newcomer, password: str) -> None:
    assert newcomer.heading == "Sign in"
    newcomer.page.get_by_label("E-mail address").fill(NIA)
    newcomer.page.get_by_label("Password", exact=True).fill(password)
    newcomer.press("Sign in")
    assert newcomer.heading == "My work"
