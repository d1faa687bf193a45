"""Somebody is invited by e-mail, and chooses their first password."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from qa_app.domain.roles import Role
from qa_app.models import Identity, OneUseLink, Person, TrailEntry
from qa_app.web.clock import now
from tests.factories import PASSWORD, a_person
from tests.web.conftest import PUBLIC_URL

NEW = {"name": "Zoë Adeyemi", "email": "zoe@testshire.example", "roles": "auditor", "sees": "all"}
OWN = "eleven purple kites"


@pytest.fixture
def zoe(mailbox, sign_in, send, session) -> Person:
    """Invited, and the e-mail is waiting."""
    sign_in(Role.ADMINISTRATOR)
    send("/people/new", NEW | {"way": "invitation"})
    return session.scalars(select(Person).where(Person.email == NEW["email"])).one()


def link_in(mailbox) -> str:
    [email] = mailbox()
    return email.link(f"{PUBLIC_URL}/account/link/").removeprefix(PUBLIC_URL)


def test_a_new_person_is_invited_and_comes(mailbox, sign_in, get, send):
    sign_in(Role.ADMINISTRATOR)

    page = send("/people/new", NEW | {"way": "invitation"})

    assert page.messages == [
        "Zoë Adeyemi is added, and an invitation is on its way to zoe@testshire.example."
    ]
    assert not page.tree.xpath("//*[@id='pass-phrase']")
    [email] = mailbox()
    assert email.recipients == ["zoe@testshire.example"]
    assert email.message["Subject"] == "You may sign in – Testshire quality assurance"
    send("/sign-out")
    get(email.link(PUBLIC_URL).removeprefix(PUBLIC_URL))
    send("/account/choose-password", {"new": OWN, "again": OWN})
    assert send("/sign-in", {"email": NEW["email"], "password": OWN}).heading == "My work"


def test_the_form_offers_it_first_and_the_pass_phrase_still(mailbox, sign_in, get, send, session):
    sign_in(Role.ADMINISTRATOR)

    assert get("/people/new").form()["way"] == "invitation"
    assert send("/people/new", NEW | {"way": "password"}).tree.get_element_by_id("pass-phrase").text
    assert mailbox() == []


def test_without_e_mails_only_the_pass_phrase_is_offered(sign_in, get, send, session):
    sign_in(Role.ADMINISTRATOR)
    mo = a_person(Role.VIEWER)
    mo.may_sign_in = False
    session.add(mo)

    assert "way" not in get("/people/new").form()
    assert send("/people/new", NEW | {"way": "invitation"}).tree.get_element_by_id("pass-phrase").text
    assert "invitation" not in get(f"/people/{mo.id}").text
    assert "Make a pass phrase instead" in send(f"/people/{mo.id}/invite", status=409).text


def test_a_mistake_adds_and_sends_nothing(mailbox, sign_in, send, session):
    sign_in(Role.ADMINISTRATOR)

    page = send("/people/new", NEW | {"way": "invitation", "email": "zoe"}, status=422)

    assert page.errors
    assert page.form()["name"] == NEW["name"]
    assert mailbox() == []
    assert session.scalars(select(Person).where(Person.name == NEW["name"])).all() == []


def test_their_page_says_how_the_invitation_stands(zoe, get, mailbox, session):
    path = f"/people/{zoe.id}"
    assert "It is about to be sent. It works until" in get(path).text

    mailbox()
    assert "It was sent on" in get(path).text

    session.execute(update(OneUseLink).values(expires_at=now() - timedelta(seconds=1)))
    page = get(path)
    assert "was not used in time" in page.text
    assert "Withdraw the invitation" not in page.text


def test_an_invitation_is_withdrawn(zoe, get, send, mailbox, session):
    link = link_in(mailbox)

    page = send(f"/people/{zoe.id}/withdraw-invitation")

    assert page.messages == ["The invitation of Zoë Adeyemi works no more."]
    assert "was withdrawn" in page.text
    get(link, status=410)
    send(f"/people/{zoe.id}/withdraw-invitation", status=409)
    actions = session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)).all()
    assert actions[-3:] == ["added person", "invited person", "withdrew invitation"]


def test_what_is_withdrawn_in_time_is_not_even_sent(zoe, send, mailbox):
    send(f"/people/{zoe.id}/withdraw-invitation")

    assert mailbox() == []


def test_another_invitation_takes_the_place_of_the_first(zoe, get, send, mailbox):
    first = link_in(mailbox)

    page = send(f"/people/{zoe.id}/invite")

    assert page.messages == ["An invitation is on its way to zoe@testshire.example."]
    second = link_in(mailbox)
    get(first, status=410)
    assert get(second).heading == "Choose a password"


def test_who_was_stopped_is_let_in_by_invitation_and_not_by_their_old_password(
    mailbox, sign_in, send, get, session
):
    mo = a_person(Role.VIEWER, name="Mo")
    mo.may_sign_in = False
    session.add(mo)
    sign_in(Role.ADMINISTRATOR)
    assert "Let them sign in and send an invitation" in get(f"/people/{mo.id}").text

    send(f"/people/{mo.id}/invite")

    link = link_in(mailbox)
    send("/sign-out")
    send("/sign-in", {"email": mo.email, "password": PASSWORD}, status=422)
    get(link)
    send("/account/choose-password", {"new": OWN, "again": OWN})
    assert send("/sign-in", {"email": mo.email, "password": OWN}).heading == "My work"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Mo has a password already"),
        ({"may_sign_in": False, "email": None}, "Give Mo an e-mail address and a role first"),
        ({"may_sign_in": False, "roles": frozenset()}, "Give Mo an e-mail address and a role first"),
    ],
)
def test_who_cannot_be_invited(mailbox, sign_in, send, session, change, sentence):
    mo = a_person(Role.VIEWER, name="Mo")
    for name, value in change.items():
        setattr(mo, name, value)
    session.add(mo)
    sign_in(Role.ADMINISTRATOR)

    assert sentence in send(f"/people/{mo.id}/invite", status=409).text
    assert mailbox() == []


def test_a_pass_phrase_ends_the_invitation(zoe, get, send, mailbox):
    link = link_in(mailbox)

    send(f"/people/{zoe.id}/password")

    get(link, status=410)
    assert "nvitation" not in get(f"/people/{zoe.id}").text


def test_who_comes_by_single_sign_on_needs_no_invitation(mailbox, sign_in, get, session):
    mo = a_person(Role.VIEWER)
    mo.password_hash = None
    session.add(mo)
    session.flush()
    session.add(Identity(person_id=mo.id, issuer="https://sso.example", subject="mo", added_at=now()))
    sign_in(Role.ADMINISTRATOR)

    assert "nvitation" not in get(f"/people/{mo.id}").text
