"""Who is signed in, where, and until when."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from flask import request
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import TrailEntry, WebSession
from tests.factories import PASSWORD, a_person
from tests.web.conftest import token

IDLE, ABSOLUTE = timedelta(minutes=120), timedelta(hours=12)
MOMENT = timedelta(seconds=30)


def now() -> datetime:
    return datetime.now(UTC)


def session_cookie(answer, name: str = "qa-session"):
    """The cookie that an answer sets, or None."""
    found = SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        found.load(header)
    return found.get(name)


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


def cookie_of(client) -> str:
    return client.get_cookie("qa-session").value


def test_signing_out_makes_the_browser_forget(sign_in, client, session):
    sign_in(Role.VIEWER)

    answer = client.post("/sign-out", data={"csrf_token": token(client)})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Location"] == "/sign-in"
    assert not is_in(client)
    actions = session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)).all()
    assert actions == ["signed in", "signed out"]


def test_a_cookie_from_before_signing_out_opens_nothing(sign_in, client):
    sign_in(Role.VIEWER)
    copied = cookie_of(client)
    client.post("/sign-out", data={"csrf_token": token(client)})

    client.set_cookie("qa-session", copied)

    assert not is_in(client)


def test_a_link_cannot_sign_anybody_out(sign_in, client):
    sign_in(Role.VIEWER)

    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400  # nor can another site's form
    assert is_in(client)


@pytest.mark.parametrize(
    ("https", "name", "secure"), [(True, "__Host-qa-session", True), (False, "qa-session", False)]
)
def test_the_cookie_is_only_for_this_site_and_until_the_browser_is_closed(make_app, https, name, secure):
    served = make_app(https=https)
    scheme = "https" if https else "http"

    answer = served.test_client().get("/sign-in", base_url=f"{scheme}://qa.testshire.example")

    cookie = session_cookie(answer, name)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert bool(cookie["secure"]) is secure
    assert (cookie["domain"], cookie["expires"], cookie["max-age"]) == ("", "", "")
    assert ("Strict-Transport-Security" in answer.headers) is https


@pytest.mark.parametrize(
    ("idle_for", "lasted", "still_in"),
    [
        (IDLE - MOMENT, timedelta(hours=3), True),
        (IDLE + MOMENT, timedelta(hours=3), False),
        (timedelta(0), ABSOLUTE - MOMENT, True),
        (timedelta(0), ABSOLUTE + MOMENT, False),  # whatever its person does
    ],
)
def test_a_session_ends_when_its_time_is_up(sign_in, client, open_session, idle_for, lasted, still_in):
    sign_in(Role.VIEWER)
    open_session(last_active_at=now() - idle_for, started_at=now() - lasted)

    assert is_in(client) is still_in
    if not still_in:
        assert client.get("/account").headers["Location"] == "/sign-in?next=/account"


@pytest.mark.parametrize(("minutes", "hours", "still_in"), [(30, 12, False), (60, 1, False), (60, 2, True)])
def test_the_council_sets_how_long_that_is(sign_in, client, open_session, make_app, minutes, hours, still_in):
    sign_in(Role.VIEWER)
    open_session(last_active_at=now() - timedelta(minutes=45), started_at=now() - timedelta(minutes=90))
    served = make_app(session_minutes=minutes, session_hours=hours).test_client()

    served.set_cookie("qa-session", cookie_of(client))

    assert is_in(served) is still_in


@pytest.mark.parametrize("path", ["/brand.css", "/static/css/app.css", "/health"])
def test_what_a_proxy_may_keep_carries_nobodys_session(sign_in, client, path):
    sign_in(Role.VIEWER)

    with client.get(path) as answer:
        assert answer.status_code == 200
        assert session_cookie(answer) is None


def test_a_page_is_kept_by_nobody(sign_in, client):
    sign_in(Role.VIEWER)

    assert client.get("/account").headers["Cache-Control"] == "no-store"


def test_a_session_that_was_there_before_is_not_taken_over(client, new_client, session):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.commit()
    form = {"csrf_token": token(client), "email": person.email, "password": PASSWORD}
    planted = cookie_of(client)
    with client.session_transaction() as cookies:
        token_before = cookies["csrf_token"]
        cookies["planted"] = "by somebody else at this computer"

    assert client.post("/sign-in", data=form).status_code == 302

    assert is_in(client)
    with client.session_transaction() as cookies:
        assert "planted" not in cookies
        assert cookies["csrf_token"] != token_before
    attacker = new_client()
    attacker.set_cookie("qa-session", planted)
    assert not is_in(attacker)


def test_who_signs_in_once_more_has_a_new_session_and_not_the_old_one(sign_in, client, new_client):
    person = sign_in(Role.VIEWER)
    old, before = new_client(), cookie_of(client)

    form = {"csrf_token": token(client), "email": person.email, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 302

    assert is_in(client)
    old.set_cookie("qa-session", before)
    assert not is_in(old)


def test_no_two_references_are_alike_and_none_is_in_the_database(sign_in, client, session):
    person, references = sign_in(Role.VIEWER), set()
    for _ in range(5):
        sign_in(person=person)
        with client.session_transaction() as cookies:
            references.add(cookies["_user_id"])

    assert len(references) == 5
    assert all(len(reference) >= 22 for reference in references)  # 128 bits and more
    kept = set(session.scalars(select(WebSession.reference_hash)))
    assert not kept & references


@pytest.mark.parametrize("forged", ["", "1", "1.", "x.y", "999999.stamp", "-1.stamp", "a\0b", "x" * 5_000])
def test_a_session_of_nobody_opens_nothing(client, session, forged):
    with client.session_transaction() as cookies:
        cookies["_user_id"] = forged

    assert not is_in(client)


def test_a_cookie_that_was_tampered_with_opens_nothing(sign_in, client):
    sign_in(Role.VIEWER)
    payload, instant, signature = cookie_of(client).rsplit(".", 2)
    forged = URLSafeTimedSerializer("another secret, as long as it has to be", salt="cookie-session")
    for cookie in (
        f"{payload}x.{instant}.{signature}",
        f"{payload}.{instant}.{signature[::-1]}",
        f"{payload}.{instant}.",
        forged.dumps({"_user_id": "1"}),
    ):
        client.set_cookie("qa-session", cookie)
        assert not is_in(client), cookie


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
