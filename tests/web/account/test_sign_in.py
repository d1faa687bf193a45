import pytest

from qa_app.domain.roles import Role
from tests.factories import PASSWORD, a_person
from tests.web.conftest import token


def test_a_person_signs_in_and_out(get, sign_in, send):
    sign_in(Role.VIEWER)

    assert get("/").heading == "My work"

    assert send("/sign-out").heading == "Sign in"
    assert get("/").heading == "Sign in"


@pytest.mark.parametrize(
    ("password", "may_sign_in"),
    [
        ("not the password at all", True),
        (PASSWORD, False),  # a leaver
    ],
)
def test_a_wrong_guess_and_a_leaver_read_the_same(get, send, session, password, may_sign_in):
    person = a_person(Role.VIEWER)
    person.may_sign_in = may_sign_in
    session.add(person)
    session.commit()

    page = send("/sign-in", {"email": person.email, "password": password}, status=422)

    assert page.errors == ["The e-mail address or the password is wrong"]
    assert page.form()["email"] == person.email  # nothing typed is lost


def test_the_eleventh_guess_is_not_looked_at(send, session):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.commit()
    for _ in range(10):
        send("/sign-in", {"email": person.email, "password": "not the password"}, status=422)

    page = send("/sign-in", {"email": person.email, "password": PASSWORD}, status=429)

    assert page.errors == ["There were too many attempts. Wait five minutes, then try again."]


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/account", "/account"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("///elsewhere.example/", "/"),
        ("/\t/elsewhere.example/", "/"),  # browsers skip the tab
        ("elsewhere", "/"),
        ("/\\elsewhere.example", "/"),
    ],
)
def test_signing_in_leads_back_but_never_away(client, session, target, leads_to):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.commit()
    values = {"email": person.email, "password": PASSWORD, "next": target}

    answer = client.post("/sign-in", data={"csrf_token": token(client)} | values)

    assert answer.headers["Location"] == leads_to


@pytest.mark.parametrize(
    ("current", "new", "again", "error"),
    [
        ("wrong", "eleven purple kites", "eleven purple kites", "This is not your current password"),
        (PASSWORD, "short", "short", "The password has 5 characters; use at least 12"),
        (PASSWORD, "eleven purple kites", "eleven purple", "The two new passwords differ"),
        (
            PASSWORD,
            "password1234",
            "password1234",
            "This password is one of those tried first by attackers. Choose a less common one",
        ),
    ],
)
def test_a_password_that_cannot_be_used(sign_in, send, current, new, again, error):
    sign_in(Role.AUDITOR)

    page = send("/account/password", {"current": current, "new": new, "again": again}, status=422)

    assert page.errors == [error]


def test_changing_the_password_ends_the_other_sessions(new_client, client, sign_in, send):
    person = sign_in(Role.AUDITOR)
    elsewhere = new_client()
    values = {"email": person.email, "password": PASSWORD}
    elsewhere.post("/sign-in", data={"csrf_token": token(elsewhere)} | values)
    assert elsewhere.get("/").status_code == 200

    new = "eleven purple kites"
    page = send("/account/password", {"current": PASSWORD, "new": new, "again": new})

    assert "Your password is changed." in page.messages[0]
    assert elsewhere.get("/").status_code == 302
    assert client.get("/").status_code == 200
