import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import Person, TrailEntry
from tests.factories import a_person, a_service_area


@pytest.fixture
def north(session):
    area = a_service_area("North")
    session.add(area)
    return area


@pytest.fixture
def mo(session, north):
    person = a_person(Role.MODERATOR, name="Mo Derator", areas=[north])
    session.add(person)
    session.commit()
    return person


def entries(session, action: str) -> list[TrailEntry]:
    return list(session.scalars(select(TrailEntry).where(TrailEntry.action == action)))


def test_the_form_shows_what_is_set(sign_in, get, mo, north):
    sign_in(Role.ADMINISTRATOR)

    form = get(f"/people/{mo.id}/change").form()

    assert form["name"] == "Mo Derator"
    assert (form["roles"], form["sees"], form["areas"]) == ("moderator", "some", str(north.id))


def test_only_what_changed_is_in_the_trail(sign_in, send, session, mo, north):
    by = sign_in(Role.ADMINISTRATOR)

    page = send(
        f"/people/{mo.id}/change",
        {"name": "Mo Derator", "email": mo.email, "roles": ["moderator", "qa lead"], "sees": "all"},
    )

    assert page.messages == ["Mo Derator is changed."]
    session.refresh(mo)
    assert mo.roles == {Role.MODERATOR, Role.QA_LEAD}
    [entry] = entries(session, "changed person")
    assert entry.person_id == by.id
    assert entry.before == {"roles": ["Moderator"], "service areas": ["North"]}
    assert entry.after == {"roles": ["Moderator", "QA lead"], "service areas": "all"}


def test_saving_the_same_again_leaves_no_trail(sign_in, send, session, mo, north):
    sign_in(Role.ADMINISTRATOR)
    same = {"name": mo.name, "email": mo.email, "roles": "moderator", "sees": "some", "areas": str(north.id)}

    send(f"/people/{mo.id}/change", same)

    assert entries(session, "changed person") == []


def test_an_area_no_longer_in_use_stays_with_those_who_see_it(sign_in, get, session, mo, north):
    sign_in(Role.ADMINISTRATOR)
    north.active = False

    assert get(f"/people/{mo.id}/change").form()["areas"] == str(north.id)
    assert "North" not in get("/people/new").text


def test_a_change_holds_at_once_for_a_session_that_is_open(sign_in, new_client, client, session, mo):
    sign_in(person=mo)
    assert client.get("/moderation").status_code == 200

    mo.roles = frozenset({Role.VIEWER})

    assert client.get("/moderation").status_code == 403


def test_nobody_takes_their_own_administration_away(sign_in, send, session, mo):
    ada = sign_in(Role.ADMINISTRATOR, Role.VIEWER, name="Ada")
    session.add(a_person(Role.ADMINISTRATOR))  # not even where there is another

    page = send(
        f"/people/{ada.id}/change",
        {"name": "Ada", "email": ada.email, "roles": "viewer", "sees": "all"},
        status=422,
    )

    assert page.errors == ["You cannot give up your own administration. Ask another administrator"]
    session.refresh(ada)
    assert ada.roles == {Role.ADMINISTRATOR, Role.VIEWER}


def test_somebody_known_from_a_file_is_let_in(sign_in, get, send, session):
    sign_in(Role.ADMINISTRATOR)
    named = a_person(name="Ing Ported")
    named.may_sign_in, named.email, named.password_hash = False, None, None
    session.add(named)
    session.commit()
    assert "first give them an e-mail address and a role" in get(f"/people/{named.id}").text
    assert send(f"/people/{named.id}/let-in", status=409).text.startswith("This changed")

    send(f"/people/{named.id}/change", {"name": "Ing P.", "email": "", "sees": "all"})  # a name is enough
    details = {"name": "Ing P.", "email": "ing@testshire.example", "roles": "auditor", "sees": "all"}
    send(f"/people/{named.id}/change", details)
    page = send(f"/people/{named.id}/let-in")

    assert page.heading == "Ing P. may sign in"
    session.refresh(named)
    assert (named.may_sign_in, named.must_change_password) == (True, True)


def test_a_person_who_does_not_exist_is_not_found(sign_in, get):
    sign_in(Role.ADMINISTRATOR)

    get("/people/999999", status=404)
    get("/people/99999999999999999999/change", status=404)  # more than a database can count to


def test_roles_that_are_not_are_refused(sign_in, send, session, mo):
    sign_in(Role.ADMINISTRATOR)
    details = {"name": "Mo", "email": mo.email, "roles": "emperor", "sees": "all"}

    assert send(f"/people/{mo.id}/change", details, status=422).errors
    assert session.get(Person, mo.id).roles == {Role.MODERATOR}
