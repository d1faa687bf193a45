"""What was typed when the session had ended is given back, in every way in which it can have ended."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from qa_app.domain.roles import Role
from qa_app.models import WebSession
from tests.factories import PASSWORD
from tests.web.conftest import token
from tests.web.page import Page

TYPED = "Direct work was warm.\nTwo visits were missed, and nobody had asked why."


def let_it_end(way: str, client, session) -> None:
    now = datetime.now(UTC)
    times = {
        "left alone": {"last_active_at": now - timedelta(hours=3)},
        "too long": {"started_at": now - timedelta(hours=13)},
        "ended elsewhere": {"ended_at": now},
    }
    if way in times:
        session.execute(update(WebSession).values(**times[way]))
    elif way == "signed out in another tab":
        client.post("/sign-out", data={"csrf_token": token(client)})
    else:
        client.delete_cookie("qa-session")


WAYS = ("left alone", "too long", "ended elsewhere", "signed out in another tab", "browser closed")


@pytest.mark.parametrize("way", WAYS)
def test_what_was_typed_is_given_back(sign_in, client, session, way):
    sign_in(Role.ADMINISTRATOR)
    form = Page(client.get("/people/new")).form() | {"name": TYPED, "roles": "viewer"}
    let_it_end(way, client, session)

    answer = client.post("/people/new", data=form)

    page = Page(answer)
    assert answer.status_code == 400
    assert page.form_texts == [TYPED]
    assert "Nothing was saved. Sign in again" in page.text
    assert form["csrf_token"] not in page.text


@pytest.mark.parametrize("way", WAYS)
def test_who_sent_little_is_told_that_it_was_not_saved(sign_in, client, session, way):
    sign_in(Role.ADMINISTRATOR)
    form = Page(client.get("/people/new")).form() | {"name": "Nia"}
    let_it_end(way, client, session)

    page = Page(client.post("/people/new", data=form, follow_redirects=True))

    assert "Nothing was saved" in page.text


def test_a_password_is_never_given_back(sign_in, client, session):
    sign_in(Role.VIEWER)
    secret = "a pass phrase that is longer than thirty characters"
    form = Page(client.get("/account/password")).form() | {
        "current": PASSWORD,
        "new": secret,
        "again": secret,
    }
    let_it_end("ended elsewhere", client, session)

    answer = client.post("/account/password", data=form, follow_redirects=True)

    assert Page(answer).heading == "Sign in"
    assert secret not in answer.get_data(as_text=True)


def test_signing_out_twice_is_no_mistake(sign_in, client, session):
    sign_in(Role.VIEWER)
    form = {"csrf_token": token(client)}
    let_it_end("ended elsewhere", client, session)

    page = Page(client.post("/sign-out", data=form, follow_redirects=True))

    assert (page.heading, page.messages) == ("Sign in", [])
