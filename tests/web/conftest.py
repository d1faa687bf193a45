"""Going to pages as somebody, with CSRF protection on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask import session as flask_session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.extensions import db
from qa_app.mailing import send_waiting
from qa_app.models import Person, SignedInBy
from qa_app.web.current import start_session
from tests.factories import a_person
from tests.mail_server import HOST, Received, mail_server
from tests.web.page import Page


@pytest.fixture
def new_client(app: Flask, session: Session) -> Callable[[], FlaskClient]:
    """Makes a browser with cookies of its own; the test's session is committed before each request,
    so that pages see what the test added and the test holds no lock."""

    class Client(FlaskClient):
        def open(self, *args: Any, **named: Any) -> Any:
            session.commit()
            return super().open(*args, **named)

    return lambda: Client(app, app.response_class)


@pytest.fixture
def client(new_client: Callable[[], FlaskClient]) -> FlaskClient:
    return new_client()


@pytest.fixture
def get(client: FlaskClient) -> Callable[..., Page]:
    """Fetches a page that answers 200 unless another status is expected."""

    def fetch(path: str, *, status: int = 200, **named: Any) -> Page:
        response = client.get(path, follow_redirects=True, **named)
        page = Page(response)
        assert page.status == status, f"{path} answered {page.status}: {page.text}"
        return page

    return fetch


@pytest.fixture
def send(client: FlaskClient, get: Callable[..., Page]) -> Callable[..., Page]:
    """Posts a form with the token of a page and follows where it leads."""

    def post(path: str, values: dict[str, Any] | None = None, *, status: int = 200) -> Page:
        response = client.post(
            path,
            data={"csrf_token": token(client)} | (values or {}),
            follow_redirects=True,
            headers={"Referer": "http://localhost/"},
        )
        page = Page(response)
        assert page.status == status, f"{path} answered {page.status}: {page.text}"
        return page

    return post


def token(client: FlaskClient) -> str:
    """The CSRF token of this session: told to the script of its pages, or as any page carries it."""
    told = client.get("/account/time-left").get_json(silent=True) or {}
    if "token" in told:
        return str(told["token"])
    page = Page(client.get("/account", follow_redirects=True))
    return str(page.tree.xpath("//input[@name='csrf_token']/@value")[0])


def begin(client: FlaskClient) -> str:
    """A browser in which nobody is signed in, and the CSRF token it would have of the sign-in page."""
    held = {"csrf_token": "0" * 40}
    with client.session_transaction() as cookies:
        cookies.clear()
        cookies.update(held)
    with client.application.test_request_context():
        flask_session.update(held)
        return generate_csrf()


def let_in(client: FlaskClient, person_id: int) -> None:
    """Signed in at this browser, by what the form calls once it knows the password: half of all tests begin
    here, and the form has tests of its own."""
    app = client.application
    with app.test_request_context("/sign-in", environ_base=client.environ_base):
        app.preprocess_request()  # so that it is known from where
        start_session(db.session.get_one(Person, person_id), by=SignedInBy.PASSWORD)
        db.session.commit()
        held = dict(flask_session)
    with client.session_transaction() as cookies:
        cookies.clear()
        cookies.update(held)


PUBLIC_URL = "https://audits.testshire.example"


@pytest.fixture
def mailbox(
    app: Flask, engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], list[Received]]]:
    """From now on e-mails are sent; when called, it sends what waits to a real mail server, and gives it."""
    with mail_server() as served:
        settings = replace(
            app.extensions["settings"],
            public_url=PUBLIC_URL,
            smtp_host=HOST,
            smtp_port=served.port,
            smtp_security="none",
            mail_from="audits@testshire.example",
        )
        monkeypatch.setitem(app.extensions, "settings", settings)

        def deliver() -> list[Received]:
            session.commit()
            served.received.clear()
            assert not send_waiting(engine, settings).failed
            return list(served.received)

        yield deliver


@pytest.fixture
def sign_in(client: FlaskClient, session: Session) -> Callable[..., Person]:
    """Signs in as somebody new with these roles, or as a person given; whoever was signed in leaves."""

    def enter(*roles: Role, person: Person | None = None, **named: Any) -> Person:
        person = person or a_person(*roles, **named)
        session.add(person)
        session.flush()
        number = person.id
        session.commit()  # before anybody else writes
        let_in(client, number)
        return person

    return enter


@pytest.fixture
def set_settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what is named, for this test."""

    def change(**named: Any) -> None:
        settings = replace(app.extensions["settings"], **named)
        monkeypatch.setitem(app.extensions, "settings", settings)
        monkeypatch.setitem(app.jinja_env.globals, "settings", settings)

    return change
