"""What renews a session: what somebody does, and nothing else."""

import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from qa_app.domain.roles import Role
from qa_app.models import WebSession
from qa_app.web.activity import Renews, declared_renewal
from tests.web.conftest import token


def ago(**time_past: float) -> datetime:
    return (datetime.now(UTC) - timedelta(**time_past)).replace(microsecond=0)


LEFT_OUT = {
    "account.brand": Renews.NEVER,
    "account.stay": Renews.NEVER,  # which renews it by itself
    "account.time_left": Renews.NEVER,
    "audits.autosave": Renews.WHEN_TYPED,
    "imports.progress": Renews.NEVER,
    "moderation.autosave": Renews.WHEN_TYPED,
    "reports.progress": Renews.NEVER,
}


def test_everything_renews_but_what_the_browser_asks_for_by_itself(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    declared = {endpoint: declared_renewal(app, endpoint) for endpoint in endpoints}

    assert {name: when for name, when in declared.items() if when is not Renews.ALWAYS} == LEFT_OUT


@pytest.mark.parametrize(
    ("method", "path", "headers", "is_renewed"),
    [
        ("GET", "/account", {}, True),
        ("GET", "/nowhere", {}, True),  # a page that shows who is there
        ("GET", "/people", {}, True),  # though they may not open it
        ("POST", "/account/password", {}, True),
        ("GET", "/account", {"X-Typed": "no"}, False),  # fetched by a script that lost its token
        ("GET", "/account/time-left", {}, False),
        ("GET", "/account/time-left", {"X-Typed": "yes"}, False),
        ("GET", "/imports/1/progress", {}, False),
        ("GET", "/reports/made/1/progress", {}, False),
        ("POST", "/audits/1/answers", {}, False),
        ("POST", "/audits/1/answers", {"X-Typed": "no"}, False),  # tried again by itself
        ("POST", "/audits/1/answers", {"X-Typed": "yes"}, True),
        ("POST", "/moderation/1/autosave", {"X-Typed": "no"}, False),
        ("POST", "/moderation/1/autosave", {"X-Typed": "yes"}, True),
        ("GET", "/brand.css", {}, False),
        ("GET", "/static/css/app.css", {}, False),
        ("GET", "/health", {}, False),
    ],
)
def test_what_renews_a_session(sign_in, client, open_session, method, path, headers, is_renewed):
    sign_in(Role.AUDITOR, Role.MODERATOR)
    form = {"csrf_token": token(client)} if method == "POST" else None
    long_ago = ago(minutes=30)
    open_session(last_active_at=long_ago)

    client.open(path, method=method, data=form, headers=headers).close()

    active = open_session().last_active_at
    assert (active > ago(minutes=1)) if is_renewed else (active == long_ago)


@pytest.mark.parametrize(("seconds", "is_written"), [(50, False), (70, True)])
def test_activity_is_written_once_a_minute(sign_in, get, open_session, seconds, is_written):
    sign_in(Role.VIEWER)
    before = ago(seconds=seconds)
    open_session(last_active_at=before)

    get("/account")

    assert (open_session().last_active_at > before) is is_written


def test_what_has_ended_is_not_renewed(sign_in, client, open_session, session):
    sign_in(Role.VIEWER)
    form = {"csrf_token": token(client)}
    long_ago = ago(minutes=30)
    open_session(last_active_at=long_ago)

    client.post("/sign-out", data=form)

    assert session.scalars(select(WebSession.last_active_at)).one() == long_ago


@contextmanager
def writer(engine):
    """Somebody who has written, such as an import, and takes a while to be done."""
    with engine.connect() as connection:
        connection.execute(text("UPDATE web_session SET address = 'written'"))
        yield
        connection.rollback()


def test_a_reader_never_waits_for_a_writer(sign_in, client, engine, open_session):
    sign_in(Role.VIEWER)
    long_ago = ago(minutes=30)
    open_session(last_active_at=long_ago)

    with writer(engine):
        begun = time.monotonic()
        answer = client.get("/account")
        took = time.monotonic() - begun

    assert answer.status_code == 200
    assert took < 5  # a writer may hold on for a minute, of which readers see a tenth of a second
    assert open_session().last_active_at == long_ago
    assert client.get("/account").status_code == 200
    assert open_session().last_active_at > long_ago  # the next one notes it


def test_waiting_briefly_is_of_one_transaction_only(app, engine, sign_in, get, open_session):
    """Of whoever uses the same connection next, nothing is cut short."""
    sign_in(Role.VIEWER)
    open_session(last_active_at=ago(minutes=30))
    get("/account")

    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.scalar(text("PRAGMA busy_timeout")) == 20_000
        else:
            assert connection.scalar(text("SHOW lock_timeout")) == "0"


def test_the_time_that_is_left(sign_in, client, open_session):
    person = sign_in(Role.VIEWER)
    open_session(last_active_at=ago(minutes=118))

    left = client.get("/account/time-left").json

    assert left["seconds"] == pytest.approx(120, abs=15)
    assert left["at_most"] == pytest.approx(12 * 60 * 60, abs=15)
    assert (left["can_be_renewed"], left["person"]) == (True, person.id)

    stayed = client.post("/account/stay", data={"csrf_token": left["token"]}).json

    assert stayed["seconds"] == pytest.approx(2 * 60 * 60, abs=15)
    assert open_session().last_active_at > ago(minutes=1)


def test_no_longer_than_the_limit(sign_in, client, open_session):
    sign_in(Role.VIEWER)
    open_session(started_at=ago(hours=11, minutes=58))

    stayed = client.post("/account/stay", data={"csrf_token": token(client)}).json

    assert stayed["seconds"] == stayed["at_most"] == pytest.approx(120, abs=15)
    assert stayed["can_be_renewed"] is False


def test_a_stranger_has_no_time_left_and_is_told_nothing_else(client, session):
    assert client.get("/account/time-left").json == {"seconds": 0}


def test_staying_needs_the_token_of_the_session(sign_in, client, open_session):
    sign_in(Role.VIEWER)
    long_ago = ago(minutes=30)
    open_session(last_active_at=long_ago)

    assert client.post("/account/stay").status_code == 400
    assert client.post("/account/stay", headers={"X-Typed": "yes"}).status_code == 400

    assert open_session().last_active_at == long_ago
