"""Somebody forgot their password, and chooses another by a link in an e-mail."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from qa_app.domain.roles import Role
from qa_app.models import LinkKind, OutgoingEmail, ResetRequest, SecondFactor
from qa_app.services.one_use_links import make_link
from qa_app.web.clock import now
from tests.factories import PASSWORD, a_person
from tests.web.conftest import PUBLIC_URL, token
from tests.web.page import Page

NEW = "eleven purple kites"
FORGOTTEN = "/account/forgotten-password"
CHOOSE = "/account/choose-password"


@pytest.fixture
def mo(session):
    person = a_person(Role.VIEWER, name="Mo")
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def link(session, mo):
    """A path that works."""
    made = make_link(session, mo, LinkKind.PASSWORD_RESET, lasts=timedelta(hours=1), at=now())
    session.commit()
    return f"/account/link/{made[1]}"


def test_a_forgotten_password_is_replaced(get, send, sign_in, new_client, client, mailbox, mo):
    sign_in(person=mo)
    elsewhere = new_client()
    page = Page(elsewhere.get("/sign-in"))
    assert page.link("Forgotten your password?") == FORGOTTEN

    send("/sign-out")
    assert send(FORGOTTEN, {"email": mo.email}).heading == "Look into your e-mails"
    [email] = mailbox()
    assert email.recipients == [mo.email]
    path = email.link(f"{PUBLIC_URL}/account/link/").removeprefix(PUBLIC_URL)

    page = get(path)
    assert page.heading == "Choose a password"
    assert f"You sign in with it as {mo.email}" in page.text
    page = send(CHOOSE, {"new": NEW, "again": NEW})

    assert page.heading == "Sign in"
    assert page.messages == ["Your password is saved. Sign in with it now."]
    assert send("/sign-in", {"email": mo.email, "password": PASSWORD}, status=422).errors
    assert send("/sign-in", {"email": mo.email, "password": NEW}).heading == "My work"
    assert get(path, status=410).heading == "This link works no more"


def test_every_session_ends(sign_in, new_client, client, link, mo):
    sign_in(person=mo)
    another = new_client()

    another.get(link)
    another.post(CHOOSE, data={"csrf_token": token(another), "new": NEW, "again": NEW})

    assert client.get("/").status_code == 302
    assert another.get("/").status_code == 302


def test_the_second_step_is_asked_for_all_the_same(get, send, session, link, mo):
    session.add(SecondFactor(person_id=mo.id, secret="-", made_at=now(), last_step=0))
    session.commit()

    get(link)
    send(CHOOSE, {"new": NEW, "again": NEW})
    page = send("/sign-in", {"email": mo.email, "password": NEW})

    assert page.heading == "Enter the code from your app"
    assert get("/").heading == "Sign in"


def test_looking_does_not_use_the_link_up(client, get, send, link):
    """As a program does that looks for dangerous e-mails."""
    for method in ("GET", "HEAD", "GET"):
        with client.open(link, method=method, follow_redirects=True) as answer:
            assert answer.status_code == 200

    get(link)
    assert send(CHOOSE, {"new": NEW, "again": NEW}).messages


def test_the_page_that_is_shown_has_no_token_in_its_address_or_text(client, link):
    answer = client.get(link, follow_redirects=True)

    assert answer.request.path == CHOOSE
    secret = link.rpartition("/")[2]
    assert secret not in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"new": "short", "again": "short"}, "The password has 5 characters; use at least 12"),
        ({"new": NEW, "again": "eleven purple kite"}, "The two passwords differ"),
        ({}, "Enter a password"),
    ],
)
def test_a_mistake_is_said_and_the_link_works_still(get, send, link, values, sentence):
    get(link)

    assert sentence in send(CHOOSE, values, status=422).errors
    assert send(CHOOSE, {"new": NEW, "again": NEW}).messages


@pytest.mark.parametrize("path", ["/account/link/nothing", f"/account/link/{'x' * 43}", CHOOSE])
def test_a_link_that_was_never_sent_opens_nothing(get, send, session, path):
    assert get(path, status=410).heading == "This link works no more"
    assert send(CHOOSE, {"new": NEW, "again": NEW}, status=410).heading == "This link works no more"


def test_the_link_leads_where_the_council_says_and_not_where_a_browser_does(client, mailbox, mo):
    there = {"base_url": "http://evil.example", "headers": {"X-Forwarded-Host": "evil.example"}}
    own = Page(client.get(FORGOTTEN, **there)).form()

    assert client.post(FORGOTTEN, data=own | {"email": mo.email}, **there).status_code == 302

    [email] = mailbox()
    assert "evil" not in email.text
    assert email.link(PUBLIC_URL)


def statements(client, engine, path: str, values: dict[str, str]) -> tuple[list[str], int, str]:
    """What the database was asked, the status of the answer, and where it leads with what on it."""
    form = {"csrf_token": token(client)} | values
    said: list[str] = []

    def listen(connection, cursor, statement, *_):
        said.append(re.sub(r"\s+", " ", statement))

    event.listen(engine, "before_cursor_execute", listen)
    answer = client.post(path, data=form)
    event.remove(engine, "before_cursor_execute", listen)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    return said, answer.status_code, re.sub(r'"csrf_token" value="[^"]+"', "", page)


@pytest.mark.parametrize("stop", [False, True])
def test_nothing_tells_who_signs_in_here(client, engine, session, mailbox, mo, stop):
    """The very same is asked of the database, so that not even the time it takes can differ."""
    mo.may_sign_in = not stop
    session.commit()
    statements(client, engine, FORGOTTEN, {"email": "warm@up.example"})

    known = statements(client, engine, FORGOTTEN, {"email": mo.email})
    unknown = statements(client, engine, FORGOTTEN, {"email": "nobody@testshire.example"})

    assert known == unknown
    assert any(said.startswith("INSERT INTO reset_request") for said in known[0])
    assert len(mailbox()) == (0 if stop else 1)


def test_who_asks_too_often_waits(send, session, mo, mailbox):
    for _ in range(10):
        send(FORGOTTEN, {"email": mo.email})

    page = send(FORGOTTEN, {"email": mo.email}, status=429)

    assert page.errors == ["There were too many attempts. Wait five minutes, then try again."]
    assert session.scalar(select(func.count(ResetRequest.id))) == 10


def test_nothing_is_asked_without_an_address(send, session, mailbox):
    assert send(FORGOTTEN, {}, status=422).errors == ["Enter your e-mail address"]
    assert session.scalars(select(ResetRequest)).all() == []


def test_where_no_e_mails_are_sent_one_asks_the_administrator(get, send, session, mo):
    page = get(FORGOTTEN)

    assert "Ask your administrator for a new one" in page.text
    assert not page.tree.xpath("//main//form")
    send(FORGOTTEN, {"email": mo.email}, status=422)
    assert session.scalars(select(ResetRequest)).all() == []
    assert session.scalars(select(OutgoingEmail)).all() == []
