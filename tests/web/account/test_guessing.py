"""Guesses at passwords: ten at an account and from an address, and no more than that is told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.models import Person, SignInAttempt
from qa_app.services import passwords, sign_in
from tests.factories import PASSWORD, a_person
from tests.web.account.test_sessions import session_cookie
from tests.web.conftest import token
from tests.web.page import Page

WRONG = "The e-mail address or the password is wrong"
TOO_MANY = "There were too many attempts. Wait five minutes, then try again."


@pytest.fixture
def mo(session):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.commit()
    return person


def attempt(client, email: str, password: str, *, address: str = "127.0.0.1"):
    form = {"csrf_token": token(client), "email": email, "password": password}
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address})


def statuses(client, email: str, times: int, **named) -> list[int]:
    return [attempt(client, email, f"guess {number}", **named).status_code for number in range(times)]


def test_ten_guesses_are_looked_at_and_not_one_more(client, mo, session):
    assert statuses(client, mo.email, 10) == [422] * 10

    answer = attempt(client, mo.email, PASSWORD, address="10.9.9.9")

    assert answer.status_code == 429
    assert Page(answer).errors == [TOO_MANY]
    session.execute(update(SignInAttempt).values(attempted_at=datetime.now(UTC) - timedelta(minutes=5)))
    assert attempt(client, mo.email, PASSWORD).status_code == 302


def test_right_ones_are_not_counted(client, new_client, mo):
    for _ in range(12):
        assert attempt(new_client(), mo.email, PASSWORD).status_code == 302

    assert statuses(client, mo.email, 10) == [422] * 10


def test_ten_come_from_one_address_whoever_is_guessed_at(client, mo, session):
    others = [f"person{number}@elsewhere.example" for number in range(10)]
    assert [attempt(client, email, "x").status_code for email in others] == [422] * 10

    assert attempt(client, mo.email, PASSWORD).status_code == 429
    assert attempt(client, mo.email, PASSWORD, address="10.9.9.9").status_code == 302


def test_a_council_behind_one_address_sets_how_many(client, mo, set_settings):
    set_settings(guesses_from_address=12)
    others = [f"person{number}@elsewhere.example" for number in range(11)]
    assert [attempt(client, email, "x").status_code for email in others] == [422] * 11

    assert attempt(client, mo.email, PASSWORD).status_code == 302


def test_strangers_cannot_lock_out_who_has_been_here_before(client, new_client, mo):
    assert attempt(client, mo.email, PASSWORD).status_code == 302
    client.post("/sign-out", data={"csrf_token": token(client)})
    strangers = new_client()
    assert statuses(strangers, mo.email, 11, address="198.51.100.7") == [422] * 10 + [429]
    assert statuses(strangers, "nobody@testshire.example", 10) == [422] * 10  # from the person's own address

    assert attempt(client, mo.email, "a slip of the finger").status_code == 422
    assert attempt(client, mo.email, PASSWORD).status_code == 302


def test_a_browser_that_is_known_has_ten_guesses_too(client, mo):
    attempt(client, mo.email, PASSWORD)
    client.post("/sign-out", data={"csrf_token": token(client)})

    assert statuses(client, mo.email, 11) == [422] * 10 + [429]


def test_a_browser_that_is_known_for_one_person_is_a_stranger_to_another(client, new_client, mo, session):
    colleague = a_person(Role.VIEWER)
    session.add(colleague)
    attempt(client, colleague.email, PASSWORD)
    client.post("/sign-out", data={"csrf_token": token(client)})
    statuses(new_client(), mo.email, 10, address="198.51.100.7")

    assert attempt(client, mo.email, PASSWORD).status_code == 429


def test_a_shared_computer_is_known_for_each_who_uses_it(client, new_client, session):
    people = [a_person(Role.VIEWER) for _ in range(5)]
    session.add_all(people)
    for person in people:
        attempt(client, person.email, PASSWORD)
        client.post("/sign-out", data={"csrf_token": token(client)})
    for number, person in enumerate(people):
        statuses(new_client(), person.email, 10, address=f"198.51.100.{number}")

    assert [attempt(client, person.email, PASSWORD).status_code for person in people] == [302] * 5


@pytest.mark.parametrize("forged", ["", "x", "e30.aa.bb", '{"a": "b"}'])
def test_a_cookie_that_we_have_not_signed_makes_no_browser_known(client, new_client, mo, forged):
    statuses(new_client(), mo.email, 10, address="198.51.100.7")
    client.set_cookie("qa-device", forged)

    assert attempt(client, mo.email, PASSWORD).status_code == 429


def test_the_cookie_tells_nobody_who_works_here(client, mo, make_app):
    served = make_app(https=True).test_client()
    where = {
        "base_url": "https://qa.testshire.example",
        "headers": {"Referer": "https://qa.testshire.example/"},
    }
    page = Page(served.get("/sign-in", **where))
    form = page.form() | {"email": mo.email, "password": PASSWORD}

    answer = served.post("/sign-in", data=form, **where)

    cookie = session_cookie(answer, "__Host-qa-device")
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Lax",
        "/",
    )
    assert cookie["domain"] == ""
    assert int(cookie["max-age"]) > 300 * 24 * 60 * 60
    assert mo.email.partition("@")[0] not in cookie.value
    assert served.get("/account", **where).status_code == 200


def test_a_known_browser_is_not_signed_in(client, new_client, mo):
    attempt(client, mo.email, PASSWORD)
    thief = new_client()
    thief.set_cookie("qa-device", client.get_cookie("qa-device").value)

    assert thief.get("/account").status_code == 302


def test_a_guess_is_committed_before_it_is_looked_at(client, mo, engine, monkeypatch):
    """Whoever stops the server while it thinks has guessed all the same."""
    counted = []

    def look(person, password):
        with Session(engine) as other:
            counted.append(len(other.scalars(select(SignInAttempt)).all()))
        return False

    monkeypatch.setattr(sign_in, "is_password_of", look)

    attempt(client, mo.email, "guess")

    assert counted == [1]


def test_of_fifty_guesses_at_once_ten_are_looked_at(app, mo, session, monkeypatch):
    looked_at, together = [], Barrier(50)
    is_password_of = sign_in.is_password_of

    def look(person, password):
        looked_at.append(password)
        return is_password_of(person, password)

    monkeypatch.setattr(sign_in, "is_password_of", look)
    email = mo.email
    session.rollback()

    def guess(number: int) -> int:
        browser = app.test_client()
        form = {"csrf_token": token(browser), "email": email, "password": f"guess {number}"}
        together.wait(timeout=30)
        where = {"REMOTE_ADDR": f"198.51.100.{number}"}
        return browser.post("/sign-in", data=form, environ_base=where).status_code

    with ThreadPoolExecutor(max_workers=50) as guessers:
        answers = Counter(guessers.map(guess, range(50)))

    assert answers == {422: 10, 429: 40}
    assert len(looked_at) == 10


def test_who_finds_a_session_open_guesses_no_more_often_than_a_stranger(send, client, mo):
    assert attempt(client, mo.email, PASSWORD).status_code == 302
    path = "/account/password"
    form = {"new": "eleven purple kites", "again": "eleven purple kites"}
    for number in range(10):
        page = send(path, form | {"current": f"guess {number}"}, status=422)
        assert page.errors == ["This is not your current password"]

    assert send(path, form | {"current": PASSWORD}, status=429).errors == [TOO_MANY]


KINDS = ("known", "stopped", "of single sign-on", "known by name only", "unknown")


@pytest.fixture
def emails(session):
    """One address of each kind."""
    people = {kind: a_person(Role.VIEWER) for kind in KINDS}
    found = {kind: person.email for kind, person in people.items()}
    people["stopped"].may_sign_in = False
    people["of single sign-on"].password_hash = None
    people["known by name only"].email = None
    session.add_all(person for kind, person in people.items() if kind != "unknown")
    return found


def told(answer, email: str) -> tuple[int, list[tuple[str, str]], str]:
    """All that an answer says, but for what is another each time."""
    tree = Page(answer).tree
    for field in tree.xpath("//input[@name='csrf_token' or @name='one_use']"):
        field.set("value", "")
    text = " ".join(f"{each.tag} {dict(each.attrib)} {each.text} {each.tail}" for each in tree.iter())
    headers = [
        (name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")
    ]
    return answer.status_code, headers, text.replace(email, "ADDRESS")


@pytest.mark.parametrize("guesses_before", [0, 10])
def test_an_answer_tells_nothing_of_who_there_is(new_client, emails, guesses_before, set_settings):
    set_settings(guesses_from_address=1_000)
    answers = {}
    for kind, email in emails.items():
        client = new_client()
        assert statuses(client, email, guesses_before) == [422] * guesses_before
        answers[kind] = told(attempt(client, email, "not the password"), email)

    assert answers == dict.fromkeys(KINDS, answers["unknown"])
    assert answers["unknown"][0] == (429 if guesses_before else 422)
    assert (TOO_MANY if guesses_before else WRONG) in answers["unknown"][2]


def test_the_same_work_is_done_for_whoever_it_is(client, emails, monkeypatch):
    """That it takes as long is shown by the proof `sign-in-timing`."""
    verified, verify = [], PasswordHasher.verify

    def count(hasher, stored, typed):
        kind_and_costs = stored.rsplit("$", 2)[0]
        verified.append(kind_and_costs)
        return verify(hasher, stored, typed)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    work = {}
    for kind, email in emails.items():
        attempt(client, email, "not the password")
        work[kind] = list(verified)
        verified.clear()

    assert work == {kind: ["$argon2id$v=19$m=8,t=1,p=1"] for kind in KINDS}


def test_who_signs_in_while_the_password_is_changed_is_not_left_signed_in(client, mo, engine, monkeypatch):
    is_password_of = sign_in.is_password_of

    def look(person, password):
        right = is_password_of(person, password)
        with Session(engine) as other:  # meanwhile, at another browser
            owner = other.get(Person, mo.id)
            passwords.change_password(
                other, owner, current=PASSWORD, new="eleven purple kites", at=datetime.now(UTC)
            )
            other.commit()
        return right

    monkeypatch.setattr(sign_in, "is_password_of", look)

    answer = attempt(client, mo.email, PASSWORD)

    assert answer.status_code == 422
    assert client.get("/account").status_code == 302
