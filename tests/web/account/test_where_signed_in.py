"""The list of one's own sessions, and ending them."""

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import WebSession
from tests.factories import PASSWORD
from tests.web.account.test_sessions import is_in
from tests.web.conftest import token
from tests.web.page import Page


def listed(page: Page) -> list[list[str]]:
    """The browser and what is said of it, for each session on the page."""
    cards = page.tree.xpath("//*[@class='govuk-summary-card']")
    return [[page._text(part) for part in card.xpath(".//h3|.//dd|.//strong")] for card in cards]


def test_shows_where_one_is_signed_in(get, sign_in, client, elsewhere):
    client.environ_base["HTTP_USER_AGENT"] = "curl/8.5.0 <b>"
    person = sign_in(Role.VIEWER)
    other = elsewhere(person)

    here, there = listed(get("/account"))

    assert here[0:2] == ["curl/8.5.0 <b>", "This one"]
    assert there[0] == "Firefox on Windows"
    assert "with a password" in there[1]
    assert there[3] == "127.0.0.1"
    [this, _] = listed(Page(other.get("/account")))
    assert this[0:2] == ["Firefox on Windows", "This one"]


def test_says_how_long_one_stays_signed_in(get, sign_in):
    sign_in(Role.VIEWER)

    text = get("/account").text

    assert "signed out when you have done nothing here for 2 hours, and 12 hours after you signed in" in text


def test_one_other_session_is_ended_at_once(get, send, sign_in, elsewhere, client):
    person = sign_in(Role.VIEWER)
    phone, desk = elsewhere(person), elsewhere(person)
    newest = get("/account").tree.xpath("//form[contains(@action,'/end')]/@action")[0]

    page = send(newest)

    assert page.messages == ["You are signed out there."]
    assert [is_in(browser) for browser in (client, phone, desk)] == [True, True, False]


def test_all_others_are_ended_at_once(send, sign_in, elsewhere, client):
    person = sign_in(Role.VIEWER)
    others = [elsewhere(person), elsewhere(person)]

    page = send("/account/sessions/end-others")

    assert page.messages == ["You are signed out everywhere else."]
    assert len(listed(page)) == 1
    assert [is_in(browser) for browser in (client, *others)] == [True, False, False]


def test_a_session_of_somebody_else_cannot_be_found(send, sign_in, session, elsewhere):
    theirs = elsewhere(sign_in(Role.ADMINISTRATOR))
    [number, *_] = session.scalars(select(WebSession.id).order_by(WebSession.id.desc()))
    sign_in(Role.VIEWER)

    send(f"/account/sessions/{number}/end", status=404)
    send("/account/sessions/end-others")

    assert is_in(theirs)


def test_what_has_ended_cannot_be_ended_again(send, sign_in, session, elsewhere):
    person = sign_in(Role.VIEWER)
    elsewhere(person)
    number = session.scalars(select(WebSession.id).order_by(WebSession.id.desc())).first()
    send(f"/account/sessions/{number}/end")

    send(f"/account/sessions/{number}/end", status=404)


@pytest.mark.parametrize("way", ["changed by themselves", "reset", "stopped"])
def test_everybody_elses_browser_is_out_at_once(sign_in, send, elsewhere, client, way):
    person = sign_in(Role.AUDITOR)
    browsers = [elsewhere(person), elsewhere(person)]
    if way == "changed by themselves":
        new = "eleven purple kites"
        page = send("/account/password", {"current": PASSWORD, "new": new, "again": new})
        assert "Everywhere else, you are signed out." in page.messages[0]
        assert is_in(client)
    else:
        sign_in(Role.ADMINISTRATOR)
        send(f"/people/{person.id}/{ {'reset': 'password', 'stopped': 'stop'}[way] }")

    assert [is_in(browser) for browser in browsers] == [False, False]


def test_the_cookie_from_before_a_password_was_changed_is_good_for_nothing(sign_in, send, client, new_client):
    sign_in(Role.AUDITOR)
    copied, thief = client.get_cookie("qa-session").value, new_client()
    new = "eleven purple kites"

    send("/account/password", {"current": PASSWORD, "new": new, "again": new})

    thief.set_cookie("qa-session", copied)
    assert not is_in(thief)
    assert is_in(client)


def test_two_browsers_end_each_other_at_once(sign_in, client, elsewhere, session):
    """Neither is an error, and neither ends what is not the person's own."""
    person = sign_in(Role.VIEWER)
    other = elsewhere(person)
    tokens = token(client), token(other)

    first = client.post("/account/sessions/end-others", data={"csrf_token": tokens[0]})
    second = other.post("/account/sessions/end-others", data={"csrf_token": tokens[1]})

    assert first.headers["Location"] == "/account"
    assert second.headers["Location"] == "/sign-in"
    assert is_in(client)
