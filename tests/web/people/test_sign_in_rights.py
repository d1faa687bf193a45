import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import TrailEntry
from tests.factories import PASSWORD, a_person
from tests.web.conftest import token


@pytest.fixture
def mo(session):
    person = a_person(Role.MODERATOR, name="Mo Derator")
    session.add(person)
    session.commit()
    return person


def signed_in_as(new_client, person, password: str = PASSWORD):
    client = new_client()
    values = {"email": person.email, "password": password}
    client.post("/sign-in", data={"csrf_token": token(client)} | values)
    return client


def test_stopping_somebody_ends_their_sessions_at_once(sign_in, send, new_client, session, mo):
    theirs = signed_in_as(new_client, mo)
    assert theirs.get("/").status_code == 200
    sign_in(Role.ADMINISTRATOR)

    page = send(f"/people/{mo.id}/stop")

    assert page.messages == ["Mo Derator is signed out everywhere and may not sign in again."]
    assert "Stopped" in page.text
    assert theirs.get("/").headers["Location"].startswith("/sign-in")
    assert signed_in_as(new_client, mo).get("/").status_code == 302
    assert session.scalar(select(TrailEntry.subject_id).where(TrailEntry.action == "stopped person")) == mo.id


def test_who_left_a_browser_open_is_signed_out_and_may_come_again(
    sign_in, send, get, new_client, session, mo
):
    theirs, elsewhere = signed_in_as(new_client, mo), signed_in_as(new_client, mo)
    sign_in(Role.ADMINISTRATOR)
    assert "In 2 browsers, last active" in get(f"/people/{mo.id}").text

    page = send(f"/people/{mo.id}/sign-out")

    assert page.messages == ["Mo Derator is signed out everywhere, and may sign in again."]
    assert "Left signed in" not in page.text
    assert [each.get("/").status_code for each in (theirs, elsewhere)] == [302, 302]
    assert signed_in_as(new_client, mo).get("/").status_code == 200
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "signed person out")).one()
    assert (entry.subject, entry.subject_id) == ("person", mo.id)


def test_an_old_session_is_not_revived_when_its_owner_is_let_in_again(sign_in, send, new_client, mo):
    theirs = signed_in_as(new_client, mo)
    sign_in(Role.ADMINISTRATOR)
    send(f"/people/{mo.id}/stop")

    phrase = send(f"/people/{mo.id}/let-in").tree.get_element_by_id("pass-phrase").text_content()

    assert theirs.get("/").status_code == 302
    assert signed_in_as(new_client, mo).get("/account/password").status_code == 302  # the old password
    assert signed_in_as(new_client, mo, phrase).get("/account/password").status_code == 200


def test_a_new_pass_phrase_replaces_a_forgotten_password(sign_in, send, new_client, session, mo):
    theirs = signed_in_as(new_client, mo)
    sign_in(Role.ADMINISTRATOR)

    phrase = send(f"/people/{mo.id}/password").tree.get_element_by_id("pass-phrase").text_content()

    assert theirs.get("/").status_code == 302
    assert signed_in_as(new_client, mo, phrase).get("/account/password").status_code == 200
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "reset password")).one()
    assert phrase not in str((entry.before, entry.after))


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("stop", "You cannot stop yourself. Ask another administrator."),
        ("password", "Change your own password on the page “Your account”."),
        ("sign-out", "Sign yourself out on the page “Your account”."),
    ],
)
def test_nobody_does_it_to_themselves(sign_in, get, send, session, path, sentence):
    ada = sign_in(Role.ADMINISTRATOR)
    session.add(a_person(Role.ADMINISTRATOR))

    assert sentence in send(f"/people/{ada.id}/{path}", status=403).text
    shown = get(f"/people/{ada.id}")
    assert "This is you" in shown.text
    assert not shown.tree.xpath("//main//form")


@pytest.mark.parametrize("path", ["stop", "password"])
def test_what_is_done_already_is_said(sign_in, send, session, mo, path):
    sign_in(Role.ADMINISTRATOR)
    mo.may_sign_in = False

    assert "Mo Derator" in send(f"/people/{mo.id}/{path}", status=409).text
