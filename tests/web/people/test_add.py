import re

import pytest
from sqlalchemy import select

from qa_app.domain.pass_phrases import WORDS
from qa_app.domain.roles import Role
from qa_app.models import Person, TrailEntry
from tests.factories import a_person, a_service_area
from tests.web.conftest import token

NEW = {"name": "Zoë Adeyemi", "email": " Zoe@Testshire.Example ", "roles": "auditor", "sees": "all"}

FORMAT = "Enter an e-mail address in the correct format, like name@example.gov.uk"
MOST = "and the most that can be saved is 200: shorten it by 1"


def the_new_one(session) -> Person:
    session.expire_all()
    return session.scalars(select(Person).where(Person.email == "zoe@testshire.example")).one()


def test_a_person_is_added_and_their_pass_phrase_told_once(sign_in, send, session, get):
    by = sign_in(Role.ADMINISTRATOR)

    page = send("/people/new", NEW)

    assert page.heading == "Zoë Adeyemi may sign in"
    phrase = page.tree.get_element_by_id("pass-phrase").text_content()
    assert len(phrase.split()) == 5
    assert set(phrase.split()) <= set(WORDS)
    person = the_new_one(session)
    assert person.roles == {Role.AUDITOR}
    assert person.must_change_password
    assert phrase not in get(f"/people/{person.id}").text_of_body
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "added person")).one()
    assert (entry.person_id, entry.subject_id, entry.before) == (by.id, person.id, None)
    assert entry.after == {
        "name": "Zoë Adeyemi",
        "e-mail address": "zoe@testshire.example",
        "roles": ["Auditor"],
        "service areas": "all",
    }


def test_an_administrator_may_set_the_first_password(sign_in, send, session):
    sign_in(Role.ADMINISTRATOR)

    page = send("/people/new", NEW | {"password": "eleven purple kites"})

    assert page.tree.get_element_by_id("pass-phrase").text_content() == "eleven purple kites"
    assert the_new_one(session).must_change_password


def test_several_roles_and_some_service_areas(sign_in, send, session):
    sign_in(Role.ADMINISTRATOR)
    north, south = a_service_area("North"), a_service_area("South")
    closed = a_service_area("Closed last year")
    closed.active = False
    session.add_all([north, south, closed])
    session.commit()

    send("/people/new", NEW | {"roles": ["moderator", "viewer"], "sees": "some", "areas": [str(north.id)]})

    person = the_new_one(session)
    assert person.roles == {Role.MODERATOR, Role.VIEWER}
    assert person.scope.areas == {north.id}


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"name": " "}, ["Enter the person’s name"]),
        ({"name": "N" * 201}, [f"This is 201 characters long {MOST}"]),
        ({"email": ""}, ["Enter an e-mail address"]),
        ({"email": "zoe"}, [FORMAT]),
        ({"email": "zoe@testshire"}, [FORMAT]),
        ({"email": "Known@Testshire.example"}, ["Kay Nown has this e-mail address already"]),
        ({"roles": []}, ["Choose at least one role"]),
        ({"sees": "some"}, ["Choose at least one service area, or all of them"]),
        ({"password": "short"}, ["The password has 5 characters; use at least 12"]),
        (
            {"password": "Zoe@Testshire.example"},
            ["This password is one of those tried first by attackers. Choose a less common one"],
        ),
        (
            {"password": "Testshire2026!"},  # made of the person's own e-mail address
            ["This password is one of those tried first by attackers. Choose a less common one"],
        ),
        (
            {"name": "", "email": "", "roles": []},
            ["Enter the person’s name", "Enter an e-mail address", "Choose at least one role"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(sign_in, send, session, wrong, errors):
    sign_in(Role.ADMINISTRATOR)
    known = a_person(Role.VIEWER, name="Kay Nown")
    known.email = "known@testshire.example"
    session.add_all([known, a_service_area("North")])

    page = send("/people/new", NEW | wrong, status=422)

    assert page.errors == errors
    assert page.form()["name"] == (NEW | wrong)["name"]
    assert page.form()["email"] == (NEW | wrong)["email"]
    for link in page.tree.xpath("//*[contains(@class,'govuk-error-summary__list')]//a/@href"):
        assert page.tree.get_element_by_id(link.removeprefix("#")) is not None
    assert session.scalar(select(TrailEntry).where(TrailEntry.action == "added person")) is None


def test_what_is_typed_is_shown_as_text(sign_in, send, session, get):
    sign_in(Role.ADMINISTRATOR)

    send("/people/new", NEW | {"name": "<b>Zoë</b>\u202e  ‘Q’ 🙂"})

    name = the_new_one(session).name
    assert name == "<b>Zoë</b>\u202e ‘Q’ 🙂"
    assert re.sub(r"\s+", " ", name) in get("/people").text


def test_a_new_person_opens_nothing_before_they_have_a_password_of_their_own(sign_in, send, new_client):
    sign_in(Role.ADMINISTRATOR)
    phrase = send("/people/new", NEW).tree.get_element_by_id("pass-phrase").text_content()
    newcomer = new_client()

    def post(path: str, **values: str):
        return newcomer.post(path, data={"csrf_token": token(newcomer)} | values)

    post("/sign-in", email="zoe@testshire.example", password=phrase)
    for path in ("/", "/audits", "/account", "/people"):
        assert newcomer.get(path).headers["Location"] == "/account/password"
    assert post("/audits").headers.get("Location") in ("/account/password", None)
    assert newcomer.get("/about").status_code == 200
    page = newcomer.get("/account/password").get_data(as_text=True)
    assert "Choose a password of your own" in page

    own = "eleven purple kites"
    same = post("/account/password", current=phrase, new=phrase, again=phrase)
    assert "This is the password you have now" in same.get_data(as_text=True)
    post("/account/password", current=phrase, new=own, again=own)
    assert newcomer.get("/").status_code == 200
