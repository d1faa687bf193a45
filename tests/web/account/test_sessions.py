from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from flask import request

from qa_app.domain.roles import Role
from tests.factories import PASSWORD, a_person
from tests.web.conftest import token


def session_cookie(answer, name: str = "qa-session"):
    """The cookie that an answer sets, or None."""
    found = SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        found.load(header)
    return found.get(name)


def test_signing_out_makes_the_browser_forget(sign_in, client):
    sign_in(Role.VIEWER)

    answer = client.post("/sign-out", data={"csrf_token": token(client)})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Location"] == "/sign-in"
    assert client.get("/").status_code == 302


def test_a_link_cannot_sign_anybody_out(sign_in, client):
    sign_in(Role.VIEWER)

    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400  # nor can another site's form
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("https", "name", "secure"), [(True, "__Host-qa-session", True), (False, "qa-session", False)]
)
def test_the_cookie_is_only_for_this_site(make_app, https, name, secure):
    served = make_app(https=https)
    scheme = "https" if https else "http"

    answer = served.test_client().get("/sign-in", base_url=f"{scheme}://qa.testshire.example")

    cookie = session_cookie(answer, name)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert bool(cookie["secure"]) is secure
    assert cookie["domain"] == ""
    assert ("Strict-Transport-Security" in answer.headers) is https


def test_every_page_starts_the_idle_time_afresh(sign_in, client, app):
    sign_in(Role.VIEWER)

    cookie = session_cookie(client.get("/account"))

    assert cookie["expires"]
    assert app.permanent_session_lifetime == timedelta(minutes=120)


def test_a_session_ends_when_nothing_was_opened_for_too_long(sign_in, client, app, monkeypatch):
    sign_in(Role.VIEWER)
    assert client.get("/account").status_code == 200

    monkeypatch.setitem(app.config, "PERMANENT_SESSION_LIFETIME", timedelta(seconds=-2))

    answer = client.get("/account")
    assert answer.headers["Location"] == "/sign-in?next=/account"


@pytest.mark.parametrize("path", ["/brand.css", "/static/css/app.css", "/health"])
def test_what_a_proxy_may_keep_carries_nobodys_session(sign_in, client, path):
    sign_in(Role.VIEWER)

    with client.get(path) as answer:
        assert answer.status_code == 200
        assert session_cookie(answer) is None


def test_a_page_is_kept_by_nobody(sign_in, client):
    sign_in(Role.VIEWER)

    assert client.get("/account").headers["Cache-Control"] == "no-store"


def test_a_session_that_was_there_before_is_not_taken_over(client, session):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.commit()
    form = {"csrf_token": token(client), "email": person.email, "password": PASSWORD}
    with client.session_transaction() as cookies:
        cookies["planted"] = "by somebody else at this computer"

    assert client.post("/sign-in", data=form).status_code == 302

    with client.session_transaction() as cookies:
        assert "planted" not in cookies


@pytest.mark.parametrize("forged", ["", "1", "1.", "x.y", "999999.stamp", "-1.stamp"])
def test_a_session_of_nobody_opens_nothing(client, session, forged):
    with client.session_transaction() as cookies:
        cookies["_user_id"] = forged

    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "address"),
    [
        (0, "127.0.0.1"),
        (1, "10.0.0.9"),
        (2, "198.51.100.7"),
    ],
)
def test_as_many_proxies_are_believed_as_are_set(make_app, proxies, address):
    served = make_app(trusted_proxies=proxies)
    seen = []
    served.before_request(lambda: seen.append((request.remote_addr, request.is_secure)))

    forwarded = {"X-Forwarded-For": "6.6.6.6, 198.51.100.7, 10.0.0.9", "X-Forwarded-Proto": "https, https"}
    served.test_client().get("/sign-in", headers=forwarded)

    assert seen == [(address, proxies > 0)]


def test_typing_an_address_in_capitals_or_with_spaces_is_no_mistake(sign_in, client, session):
    person = sign_in(Role.VIEWER)
    client.post("/sign-out", data={"csrf_token": token(client)})

    values = {"email": f"  {person.email.upper()} ", "password": PASSWORD}
    answer = client.post("/sign-in", data={"csrf_token": token(client)} | values)

    assert answer.status_code == 302


def test_what_no_database_can_compare_is_only_a_wrong_address(send, session):
    assert send("/sign-in", {"email": "a\0b", "password": "x"}, status=422).errors
