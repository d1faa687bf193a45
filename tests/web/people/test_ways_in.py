"""How people sign in besides their password, as an administrator sees to it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import Identity, OutgoingEmail, SecondFactor, TrailEntry
from tests.factories import a_person

ISSUER = "https://login.testshire.gov.uk"
AT = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def mo(session):
    person = a_person(Role.MODERATOR, name="Mo Derator")
    session.add(person)
    session.flush()
    session.add(SecondFactor(person_id=person.id, secret="x", made_at=AT, last_step=0))
    session.commit()
    return person


@pytest.fixture
def single_sign_on(set_settings):
    set_settings(oidc_issuer=ISSUER)


def asked(session, subject: str = "mo-1", **named) -> Identity:
    identity = Identity(issuer=ISSUER, subject=subject, added_at=AT, came_at=AT, **named)
    session.add(identity)
    session.commit()
    return identity


def done(session) -> list[str]:
    return list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)))


def test_who_lost_their_telephone_signs_in_with_the_password_alone(sign_in, get, send, session, mo):
    sign_in(Role.ADMINISTRATOR)
    assert "On since 3 April 2026 at 10:30" in get(f"/people/{mo.id}").text

    page = send(f"/people/{mo.id}/two-step-sign-in/take-away")

    assert page.messages == ["Mo Derator is signed out everywhere, and signs in with the password alone."]
    assert "Turn off two-step sign-in" not in page.text
    assert session.scalars(select(SecondFactor)).all() == []
    assert done(session)[-1] == "took away two-step sign-in"
    assert session.scalars(select(OutgoingEmail)).all() == []
    assert (
        "There is no two-step sign-in" in send(f"/people/{mo.id}/two-step-sign-in/take-away", status=409).text
    )


def test_they_are_told_by_e_mail_where_any_are_sent(sign_in, send, session, set_settings, mo):
    set_settings(smtp_host="mail.testshire.gov.uk", mail_from="audits@testshire.gov.uk")
    sign_in(Role.ADMINISTRATOR, name="Ada Min")

    send(f"/people/{mo.id}/two-step-sign-in/take-away")

    email = session.scalars(select(OutgoingEmail)).one()
    assert email.recipient == mo.email
    assert "Ada Min turned off two-step sign-in for your account" in email.body


def test_nobody_takes_away_their_own(sign_in, get, send, session):
    ada = sign_in(Role.ADMINISTRATOR)
    session.add(SecondFactor(person_id=ada.id, secret="x", made_at=AT, last_step=0))

    page = send(f"/people/{ada.id}/two-step-sign-in/take-away", status=403)

    assert "with a code" in page.text
    assert not get(f"/people/{ada.id}").tree.xpath("//main//form")
    assert len(session.scalars(select(SecondFactor)).all()) == 1


@pytest.mark.usefixtures("single_sign_on")
def test_who_asked_is_connected_and_disconnected(sign_in, get, send, session, mo):
    sign_in(Role.ADMINISTRATOR)
    asked(session, name="Mo <i>Derator</i>", email="mo@testshire.gov.uk")
    assert get("/people").link("1 person asked to be let in") == "/people/asked"
    assert get("/people/asked").rows[0][:3] == [
        "Mo <i>Derator</i> mo@testshire.gov.uk", "mo-1", "3 April 2026 at 10:30",
    ]  # fmt: skip

    shown = get(f"/people/{mo.id}/sign-on")
    page = send(f"/people/{mo.id}/sign-on", shown.form())

    assert page.messages == ["Whoever signs on as mo-1 is Mo Derator from now on."]
    assert "subject mo-1" in page.text
    identity = session.scalars(select(Identity)).one()
    assert identity.person_id == mo.id
    assert "asked to be let in" not in get("/people").text
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert (entry.action, entry.after) == (
        "connected to single sign-on",
        {"issuer": ISSUER, "subject": "mo-1"},
    )

    page = send(f"/people/{mo.id}/sign-on/{identity.id}/disconnect")

    assert "the sign-on does not let them in" in page.messages[0]
    assert session.scalars(select(Identity)).all() == []


@pytest.mark.usefixtures("single_sign_on")
def test_a_subject_is_typed_in_before_anybody_came(sign_in, get, send, session, mo):
    sign_in(Role.ADMINISTRATOR)

    send(f"/people/{mo.id}/sign-on", {"subject": " mo-1 "})

    assert "Last came: Never" in get(f"/people/{mo.id}").text


@pytest.mark.usefixtures("single_sign_on")
@pytest.mark.parametrize("typed", ["", " ", "moé", "m" * 256])
def test_a_subject_that_cannot_be_one_is_given_back(sign_in, send, session, mo, typed):
    sign_in(Role.ADMINISTRATOR)

    page = send(f"/people/{mo.id}/sign-on", {"subject": typed}, status=422)

    assert page.errors == ["Enter the subject as the sign-on writes it: at most 255 plain characters"]
    assert page.form()["subject"] == typed


@pytest.mark.usefixtures("single_sign_on")
def test_somebody_elses_subject_is_not_taken_over(sign_in, send, session, mo):
    sign_in(Role.ADMINISTRATOR)
    asked(session, person=a_person(Role.VIEWER, name="Vi Ewer"))

    page = send(f"/people/{mo.id}/sign-on", {"subject": "mo-1"}, status=422)

    assert page.errors == ["This is Vi Ewer already. Remove it there first"]


@pytest.mark.usefixtures("single_sign_on")
def test_who_asked_in_error_is_taken_off_the_list(sign_in, get, send, session, mo):
    sign_in(Role.ADMINISTRATOR)
    stray = asked(session)
    known = asked(session, "mo-2", person=mo)

    page = send(f"/people/asked/{stray.id}/forget")

    assert "Nobody is waiting." in page.text
    assert done(session)[-1] == "took off who asked to be let in"
    assert "Mo Derator by now" in send(f"/people/asked/{known.id}/forget", status=409).text


@pytest.mark.usefixtures("single_sign_on")
def test_an_identity_is_disconnected_from_whose_it_is(sign_in, send, session, mo):
    ada = sign_in(Role.ADMINISTRATOR)
    known = asked(session, person=mo)

    send(f"/people/{ada.id}/sign-on/{known.id}/disconnect", status=404)

    assert session.scalars(select(Identity.person_id)).all() == [mo.id]


@pytest.mark.parametrize("path", ["/people/asked", "/people/{}/sign-on"])
def test_without_single_sign_on_nothing_is_said_of_it(sign_in, get, mo, path):
    sign_in(Role.ADMINISTRATOR)

    get(path.format(mo.id), status=404)
    assert "single sign-on" not in get(f"/people/{mo.id}").text.lower()


def test_where_passwords_are_for_administrators_nobody_else_is_offered_one(
    sign_in, get, send, session, set_settings, single_sign_on, mo
):
    set_settings(local_sign_in="administrators", oidc_name="Testshire sign-in")
    sign_in(Role.ADMINISTRATOR)
    other = a_person(Role.ADMINISTRATOR)
    session.add(other)
    session.commit()
    only = "They sign in with Testshire sign-in. Passwords are for administrators only here."

    assert only in get(f"/people/{mo.id}").text
    assert "Make a new pass phrase" not in get(f"/people/{mo.id}").text
    assert "Make a new pass phrase" in get(f"/people/{other.id}").text
    send(f"/people/{mo.id}/stop")
    assert "Let them sign in with a pass phrase" not in get(f"/people/{mo.id}").text
    page = send(f"/people/{mo.id}/let-in")

    assert page.messages == ["Mo Derator may sign in with Testshire sign-in."]
    assert "pass phrase" not in page.text
