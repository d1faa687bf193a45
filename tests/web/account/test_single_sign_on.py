"""Signing in by the council's own sign-on, as people see it."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import Identity, Person, SecondFactor, TrailEntry, WebSession
from tests.factories import PASSWORD, a_person
from tests.sign_on_provider import CLIENT_ID, CLIENT_SECRET, mock_provider
from tests.web.conftest import token
from tests.web.page import Page

START, BACK = "/sign-in/single-sign-on", "/sign-in/single-sign-on/back"
ROLES = (("qa-leads", Role.QA_LEAD), ("staff", Role.VIEWER))


def connected(session, provider, *roles: Role, subject: str = "mo-1", **named) -> Person:
    person = a_person(*roles, **named)
    session.add(Identity(person=person, issuer=provider.address, subject=subject, added_at=person.created_at))
    session.commit()
    return person


def sign_on(client, provider, *, then: str = ""):
    """The whole way there and back; what the last step answers."""
    sent = client.get(START, query_string={"next": then} if then else None)
    return client.get(BACK, query_string=provider.sign_on(sent.headers["Location"]))


def test_the_browser_is_sent_with_a_question_of_its_own(provider, client, new_client):
    asked = [parse_qs(urlsplit(each.get(START).headers["Location"]).query) for each in (client, new_client())]

    for name in ("state", "nonce", "code_challenge"):
        one, other = (question[name][0] for question in asked)
        assert len(one) >= 43  # 256 random bits
        assert one != other
    assert "code_verifier" not in asked[0]


def test_a_known_person_is_let_in_and_led_on(provider, client, session):
    person = connected(session, provider, Role.AUDITOR)

    answer = sign_on(client, provider, then="/judgements")

    assert answer.headers["Location"] == "/judgements"
    assert Page(client.get("/")).heading == "My work"
    entry = session.scalars(select(TrailEntry)).one()
    assert (entry.action, entry.person_id) == ("signed in", person.id)
    assert entry.after == {"with": "single sign-on", "second factor": False}


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_it_never_leads_away(provider, client, session, target):
    connected(session, provider, Role.AUDITOR)

    assert sign_on(client, provider, then=target).headers["Location"] == "/"


def test_whoever_was_signed_in_at_this_browser_is_not_any_more(provider, client, session, sign_in):
    mo = connected(session, provider, Role.AUDITOR, name="Mo Derator")
    sent = client.get(START)
    before = a_person(Role.VIEWER, name="Vi Ewer")
    session.add(before)
    session.commit()
    values = {"email": before.email, "password": PASSWORD}
    with client.session_transaction() as cookies:
        question = dict(cookies["sign_on"])
    client.post("/sign-in", data={"csrf_token": token(client)} | values)
    with client.session_transaction() as cookies:
        cookies["sign_on"] = question

    client.get(BACK, query_string=provider.sign_on(sent.headers["Location"]))

    assert "Mo Derator" in Page(client.get("/account")).text
    still = session.scalars(select(WebSession.person_id).where(WebSession.ended_at.is_(None))).all()
    assert still == [mo.id]


def test_who_is_signed_in_already_is_not_sent_anywhere(provider, client, sign_in):
    sign_in(Role.VIEWER)

    assert client.get(START).headers["Location"] == "/"


def test_who_is_unknown_reads_what_the_administrator_needs(provider, client, session):
    provider.person = {"sub": "mo-1", "name": "Mo <b>Derator</b>", "email": "mo@testshire.gov.uk"}

    answer = sign_on(client, provider)

    page = Page(answer)
    assert page.status == 403
    assert "Your administrator can see that you came" in page.text
    for said in ("mo-1", "Mo <b>Derator</b>", "mo@testshire.gov.uk"):
        assert said in page.text
    assert session.scalars(select(Identity.subject)).all() == ["mo-1"]
    assert client.get("/account").status_code == 302


def test_roles_of_the_claim_are_those_of_the_pages(provider, client, session, set_settings):
    set_settings(oidc_roles_claim="groups", oidc_roles=ROLES)
    session.add(a_person(Role.ADMINISTRATOR))
    provider.person = {"sub": "mo-1", "email": "mo@testshire.gov.uk", "groups": ["staff"]}

    assert sign_on(client, provider).headers["Location"] == "/"
    assert client.get("/audit-tools").status_code == 403

    client.post("/sign-out", data={"csrf_token": token(client)})
    provider.person["groups"] = ["qa-leads"]
    assert sign_on(client, provider).headers["Location"] == "/"
    assert client.get("/audit-tools").status_code == 200

    client.post("/sign-out", data={"csrf_token": token(client)})
    provider.person["groups"] = []
    assert sign_on(client, provider).status_code == 403
    assert client.get("/account").status_code == 302


def test_a_claim_gives_no_roles_where_they_are_set_by_hand(provider, client, session):
    connected(session, provider, Role.AUDITOR)
    provider.person["roles"] = provider.person["groups"] = ["administrator", "qa-leads"]

    sign_on(client, provider)

    assert client.get("/people").status_code == 403


def test_who_was_stopped_stays_out(provider, client, session):
    person = connected(session, provider, Role.AUDITOR)
    person.may_sign_in = False
    session.commit()

    page = Page(sign_on(client, provider))

    assert page.status == 403
    assert "You may not use this service any more" in page.text


def test_single_sign_on_sees_to_the_second_step_itself(provider, client, session, set_settings):
    set_settings(second_factor_roles=(Role.QA_LEAD,))
    person = connected(session, provider, Role.QA_LEAD)
    session.add(SecondFactor(person_id=person.id, secret="x", made_at=person.created_at, last_step=0))
    session.commit()

    sign_on(client, provider)

    assert Page(client.get("/")).heading == "My work"


def test_a_pass_phrase_that_they_never_used_is_not_asked_about(provider, client, session):
    person = connected(session, provider, Role.AUDITOR)
    person.must_change_password = True
    session.commit()

    sign_on(client, provider)

    assert Page(client.get("/")).heading == "My work"


@pytest.mark.parametrize(("methods", "second"), [(["pwd", "mfa"], True), (["pwd"], False), ([], False)])
def test_how_they_signed_on_is_in_the_trail(provider, client, session, methods, second):
    connected(session, provider, Role.AUDITOR)
    provider.person["amr"] = methods

    sign_on(client, provider)

    assert session.scalars(select(TrailEntry.after)).one()["second factor"] is second


def test_signing_out_says_that_the_sign_on_goes_on(provider, client, session, send):
    connected(session, provider, Role.AUDITOR)
    sign_on(client, provider)

    page = send("/sign-out")

    assert "With the council’s sign-on you may still be signed in" in page.messages[0]
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("local", "role", "let_in"),
    [
        ("everyone", Role.AUDITOR, True),
        ("administrators", Role.ADMINISTRATOR, True),
        ("administrators", Role.AUDITOR, False),
    ],
)
def test_a_password_is_for_whom_it_is_set(provider, client, session, set_settings, local, role, let_in):
    set_settings(local_sign_in=local)
    person = a_person(role)
    session.add(person)
    session.commit()
    values = {"email": person.email, "password": PASSWORD}

    answer = client.post("/sign-in", data={"csrf_token": token(client)} | values)

    assert answer.status_code == (302 if let_in else 422)
    assert (client.get("/account").status_code == 200) is let_in
    if not let_in:
        assert Page(answer).errors == ["The e-mail address or the password is wrong"]


def test_a_right_password_that_opens_nothing_counts_as_a_guess(provider, send, session, set_settings):
    set_settings(local_sign_in="administrators")
    person = a_person(Role.AUDITOR)
    session.add(person)
    session.commit()

    for _ in range(10):
        send("/sign-in", {"email": person.email, "password": PASSWORD}, status=422)
    send("/sign-in", {"email": person.email, "password": PASSWORD}, status=429)


def test_the_sign_in_page_offers_both_ways(provider, get, set_settings):
    page = get("/sign-in?next=/judgements")
    assert page.link("Sign in with the council’s sign-on") == f"{START}?next=/judgements"
    assert "With a password of this service" in page.text

    set_settings(local_sign_in="administrators")
    assert "Administrators, when it is out of order" in get("/sign-in").text


@pytest.fixture(scope="module")
def address():
    mo = {"sub": "mo-1", "name": "Mo Derator", "email": "mo@testshire.gov.uk", "groups": ["qa-leads"]}
    with mock_provider(mo) as address:
        yield address


class TestARealProvider:
    """`oidc-provider-mock`, in a process of its own, over HTTP."""

    @pytest.fixture(autouse=True)
    def believed(self, app, address, set_settings):
        set_settings(
            oidc_issuer=address,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_roles_claim="groups",
            oidc_roles=ROLES,
            public_url="http://localhost",
        )
        yield
        app.extensions.pop("sign_on_provider", None)

    def come_back(self, client, **chosen: str) -> str:
        """The address that the provider leads the browser back to."""
        form = client.get(START).headers["Location"]
        answer = requests.post(form, data=chosen, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def test_somebody_new_is_let_in_and_known_the_next_time(self, client, session, send):
        session.add(a_person(Role.ADMINISTRATOR))
        session.commit()

        for _ in range(2):
            answer = client.get(self.come_back(client, sub="mo-1"))
            assert answer.headers["Location"] == "/", answer.get_data(as_text=True)
            assert "Mo Derator" in Page(client.get("/account")).text
            assert client.get("/audit-tools").status_code == 200
            send("/sign-out")

        assert session.scalars(select(Person.email).where(Person.name == "Mo Derator")).all() == [
            "mo@testshire.gov.uk"
        ]

    def test_who_says_no_over_there_is_not_signed_in(self, client, session):
        page = Page(client.get(self.come_back(client, action="deny")))

        assert (page.status, page.heading) == (403, "You are not signed in")
        assert client.get("/account").status_code == 302

    def test_an_answer_is_good_once_and_for_one_browser(self, client, new_client, session):
        back = self.come_back(client, sub="mo-1")

        assert new_client().get(back).status_code == 403
        assert client.get(back).status_code == 302
        client.post("/sign-out", data={"csrf_token": token(client)})
        assert client.get(back).status_code == 403
        assert client.get("/account").status_code == 302
