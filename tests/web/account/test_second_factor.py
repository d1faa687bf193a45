"""Two-step sign-in: set up, asked for, recovered from and turned off."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import select, update

from qa_app.domain.roles import Role
from qa_app.features.account import half_way
from qa_app.models import Person, RecoveryCode, SecondFactor, TrailEntry, WebSession
from qa_app.services import passwords
from qa_app.web.clock import now
from tests.factories import PASSWORD, a_person
from tests.web.conftest import token
from tests.web.page import Page

PAGES = "/account/two-step-sign-in"


class Telephone:
    """Shows codes for one secret; a test does not wait half a minute between two of them."""

    def __init__(self, session, secret: str) -> None:
        self.session = session
        self.clock = pyotp.TOTP(secret)

    def code(self) -> str:
        """One that was not used yet."""
        self.session.execute(update(SecondFactor).values(last_step=SecondFactor.last_step - 10))
        self.session.commit()
        return self.clock.now()

    def same_code(self) -> str:
        return self.clock.now()

    def wrong_code(self) -> str:
        right = {self.clock.at(now() + timedelta(seconds=30 * drift)) for drift in range(-2, 4)}
        return next(code for code in map("{:06}".format, range(10)) if code not in right)


def codes_on(page: Page) -> list[str]:
    return [item.text_content() for item in page.tree.xpath("//*[@id='recovery-codes']/li")]


@pytest.fixture
def set_up(send, session):
    """Sets up two-step sign-in for whoever is signed in: their telephone, and their recovery codes."""

    def enrol(proof: dict[str, str] | None = None) -> tuple[Telephone, list[str]]:
        page = send(f"{PAGES}/set-up", proof or {"password": PASSWORD})
        secret = page.tree.get_element_by_id("secret").text_content().replace(" ", "")
        telephone = Telephone(session, secret)
        shown = page.form(f"{PAGES}/first-code") | {"code": telephone.same_code()}
        return telephone, codes_on(send(f"{PAGES}/first-code", shown))

    return enrol


@pytest.fixture
def mo(session):
    person = a_person(Role.MODERATOR, name="Mo Derator")
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def enrolled(sign_in, set_up, send, mo):
    """Mo has set it up, and signed out."""
    sign_in(person=mo)
    telephone, codes = set_up()
    send("/sign-out")
    return telephone, codes


def give_password(client, person: Person, **more: str):
    values = {"email": person.email, "password": PASSWORD} | more
    return client.post("/sign-in", data={"csrf_token": token(client)} | values)


def done(session) -> list[str]:
    return list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)))


def test_the_picture_the_key_and_what_is_kept_say_the_same(sign_in, send, session, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "qa_app.features.account.second_factor.qr_code_svg",
        lambda text: drawn.append(text) or "<svg viewBox='0 0 1 1'></svg>",
    )
    person = sign_in(Role.VIEWER)

    page = send(f"{PAGES}/set-up", {"password": PASSWORD})

    address = urlsplit(drawn[0])
    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert asked["issuer"] == ["Testshire"]
    assert person.email in address.path.replace("%40", "@")
    assert page.tree.get_element_by_id("secret").text_content().replace(" ", "") == asked["secret"][0]
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.tree.get_element_by_id("secret").text_content())
    assert session.scalars(select(SecondFactor)).all() == []


def test_the_picture_needs_nothing_that_the_content_policy_forbids(sign_in, send):
    sign_in(Role.VIEWER)

    page = send(f"{PAGES}/set-up", {"password": PASSWORD})

    (svg,) = page.tree.xpath("//*[@role='img']/svg")
    assert not svg.xpath(".//@style|.//style|.//script|.//image|.//@href")


def test_it_is_set_up_with_a_first_right_code(sign_in, get, set_up, session):
    sign_in(Role.VIEWER)

    _, codes = set_up()

    assert len(set(codes)) == 10
    page = get(PAGES)
    assert "You have 10 recovery codes left" in page.text
    assert codes[0] not in page.text_of_body  # they are told once
    assert "set up two-step sign-in" in done(session)


def test_the_password_is_asked_again_first(sign_in, get, send, session):
    sign_in(Role.VIEWER)
    assert get(f"{PAGES}/set-up").heading == "Show that it is you"

    page = send(f"{PAGES}/set-up", {"password": "not the password"}, status=422)

    assert page.errors == ["This is not your password"]
    assert not page.tree.xpath("//*[@id='secret']")


def test_who_found_a_session_open_guesses_at_its_password_ten_times(sign_in, send):
    sign_in(Role.VIEWER)
    for _ in range(10):
        send(f"{PAGES}/set-up", {"password": "not the password"}, status=422)

    page = send(f"{PAGES}/set-up", {"password": PASSWORD}, status=429)

    assert page.errors == ["There were too many attempts. Wait five minutes, then try again."]


def test_a_wrong_first_code_shows_the_same_picture_again(sign_in, send, session):
    sign_in(Role.VIEWER)
    page = send(f"{PAGES}/set-up", {"password": PASSWORD})
    secret = page.tree.get_element_by_id("secret").text_content()
    wrong = Telephone(session, secret.replace(" ", "")).wrong_code()

    again = send(f"{PAGES}/first-code", page.form(f"{PAGES}/first-code") | {"code": wrong}, status=422)

    assert again.errors[0].startswith("This code is wrong")
    assert again.tree.get_element_by_id("secret").text_content() == secret
    assert session.scalars(select(SecondFactor)).all() == []


@pytest.mark.parametrize("sealed", ["", "made up", "gAAAAABn"])
def test_a_first_code_without_its_picture_begins_again(sign_in, send, session, sealed):
    sign_in(Role.VIEWER)

    page = send(f"{PAGES}/first-code", {"sealed": sealed, "code": "123456"})

    assert page.messages == ["That took too long. Begin again."]
    assert page.heading == "Show that it is you"
    assert session.scalars(select(SecondFactor)).all() == []


def test_the_page_with_the_codes_belongs_to_the_new_session(sign_in, send, client, session):
    sign_in(Role.VIEWER)
    page = send(f"{PAGES}/set-up", {"password": PASSWORD})
    telephone = Telephone(session, page.tree.get_element_by_id("secret").text_content().replace(" ", ""))
    values = page.form(f"{PAGES}/first-code") | {"code": telephone.same_code()}
    page = send(f"{PAGES}/first-code", values)

    csrf = page.tree.xpath("//form[@action='/sign-out']//input[@name='csrf_token']/@value")[0]

    assert client.post("/sign-out", data={"csrf_token": csrf}).status_code == 302


def test_elsewhere_everybody_is_signed_out_when_it_is_set_up(sign_in, set_up, new_client, client, mo):
    elsewhere = new_client()
    give_password(elsewhere, mo)
    assert elsewhere.get("/account").status_code == 200
    sign_in(person=mo)

    set_up()

    assert elsewhere.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_a_right_password_alone_opens_nothing(enrolled, client, get, session, mo):
    answer = give_password(client, mo, next="/judgements")

    assert answer.headers["Location"] == "/sign-in/code"
    for path in ("/", "/account", "/judgements", "/moderation"):
        assert client.get(path).headers["Location"].startswith("/sign-in")
    open_sessions = select(WebSession).where(WebSession.ended_at.is_(None))
    assert session.scalars(open_sessions).all() == []
    assert done(session)[-1] != "signed in"


def test_a_right_code_lets_in_and_leads_on(enrolled, client, send, session, mo):
    telephone, _ = enrolled
    give_password(client, mo, next="/judgements")

    page = send("/sign-in/code", {"code": telephone.code()})

    assert page.heading == "Overall judgement by service area"
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert entry.action == "signed in"
    assert entry.after == {"with": "password", "second factor": True}
    assert session.scalars(select(WebSession).order_by(WebSession.id.desc())).first().second_factor


def test_a_code_is_good_once(enrolled, client, new_client, send, mo):
    telephone, _ = enrolled
    give_password(client, mo)
    code = telephone.code()
    send("/sign-in/code", {"code": code})
    over_the_shoulder = new_client()
    give_password(over_the_shoulder, mo)

    values = {"csrf_token": token(over_the_shoulder), "code": code}
    answer = over_the_shoulder.post("/sign-in/code", data=values)

    assert answer.status_code == 422
    assert "was used before" in Page(answer).errors[0]
    assert over_the_shoulder.get("/account").status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３", "\0", "0" * 5_000])
def test_a_wrong_code_lets_nobody_in(enrolled, client, send, mo, typed):
    give_password(client, mo)

    assert send("/sign-in/code", {"code": typed}, status=422).errors
    assert client.get("/account").status_code == 302


def test_wrong_codes_are_in_the_trail(enrolled, client, send, session, mo):
    telephone, _ = enrolled
    give_password(client, mo)

    send("/sign-in/code", {"code": telephone.wrong_code()}, status=422)

    assert done(session)[-1] == "gave a wrong code"


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/recovery-code"])
def test_the_eleventh_code_is_not_looked_at(enrolled, client, send, mo, path):
    telephone, codes = enrolled
    give_password(client, mo)
    for _ in range(10):
        send("/sign-in/code", {"code": telephone.wrong_code()}, status=422)

    right = telephone.code() if path == "/sign-in/code" else codes[0]
    page = send(path, {"code": right}, status=429)

    assert page.errors == ["There were too many attempts. Wait five minutes, then try again."]
    assert client.get("/account").status_code == 302


def test_right_codes_are_no_guesses(enrolled, client, send, mo):
    telephone, _ = enrolled

    for _ in range(11):
        give_password(client, mo)
        answer = client.post("/sign-in/code", data={"csrf_token": token(client), "code": telephone.code()})
        assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/recovery-code"])
def test_a_code_without_a_password_leads_back_to_it(enrolled, client, send, path):
    telephone, codes = enrolled

    page = send(path, {"code": telephone.code() if path == "/sign-in/code" else codes[0]})

    assert page.heading == "Sign in"
    assert client.get("/account").status_code == 302


def test_what_one_browser_gave_is_not_known_to_another(enrolled, client, new_client, mo):
    telephone, _ = enrolled
    give_password(client, mo)
    other = new_client()

    answer = other.post("/sign-in/code", data={"csrf_token": token(other), "code": telephone.code()})

    assert answer.headers["Location"] == "/sign-in"
    assert other.get("/account").status_code == 302


@pytest.mark.parametrize(("minutes", "in_time"), [(4.9, True), (5.1, False), (-1, False)])
def test_five_minutes_are_enough_for_a_code(enrolled, client, mo, monkeypatch, minutes, in_time):
    telephone, _ = enrolled
    give_password(client, mo)
    later = now() + timedelta(minutes=minutes)
    monkeypatch.setattr(half_way, "now", lambda: later)

    client.post("/sign-in/code", data={"csrf_token": token(client), "code": telephone.code()})

    assert (client.get("/account").status_code == 200) is in_time


@pytest.mark.parametrize("changed", ["stopped", "another password", "gone"])
def test_a_password_given_before_a_change_is_worth_nothing_after(enrolled, client, session, mo, changed):
    telephone, _ = enrolled
    give_password(client, mo)
    code = telephone.code()
    if changed == "stopped":
        mo.may_sign_in = False
    elif changed == "another password":
        mo.password_hash = passwords.hasher.hash("another password altogether")
    else:
        with client.session_transaction() as cookies:
            cookies["half_way"] = cookies["half_way"] | {"person": 2**31 - 1}
    session.commit()

    answer = client.post("/sign-in/code", data={"csrf_token": token(client), "code": code})

    assert answer.headers["Location"] == "/sign-in"
    assert client.get("/account").status_code == 302


def test_a_recovery_code_lets_in_once(enrolled, client, send, session, mo):
    _, codes = enrolled
    give_password(client, mo)

    page = send("/sign-in/recovery-code", {"code": codes[0].upper().replace("-", " ")})

    assert page.heading == "My work"
    assert "You have 9 recovery codes left" in page.messages[0]
    send("/sign-out")
    give_password(client, mo)
    assert send("/sign-in/recovery-code", {"code": codes[0]}, status=422).errors
    assert client.get("/account").status_code == 302


def test_a_new_pass_phrase_does_not_spare_the_code(enrolled, client, send, sign_in, mo, get):
    telephone, _ = enrolled
    sign_in(Role.ADMINISTRATOR)
    phrase = send(f"/people/{mo.id}/password").tree.get_element_by_id("pass-phrase").text_content()
    send("/sign-out")

    answer = client.post(
        "/sign-in", data={"csrf_token": token(client), "email": mo.email, "password": phrase}
    )

    assert answer.headers["Location"] == "/sign-in/code"
    page = send("/sign-in/code", {"code": telephone.code()})
    assert page.heading == "Choose a password of your own"


def test_changing_the_password_keeps_the_second_step(enrolled, client, send, mo):
    telephone, _ = enrolled
    give_password(client, mo)
    send("/sign-in/code", {"code": telephone.code()})
    new = "eleven purple kites"
    send("/account/password", {"current": PASSWORD, "new": new, "again": new})
    send("/sign-out")

    answer = client.post("/sign-in", data={"csrf_token": token(client), "email": mo.email, "password": new})

    assert answer.headers["Location"] == "/sign-in/code"


def test_it_is_turned_off_with_a_code_and_not_with_the_password(sign_in, set_up, send, get, session):
    sign_in(Role.VIEWER)
    telephone, _ = set_up()
    assert send(f"{PAGES}/turn-off", {"password": PASSWORD}, status=422).errors == ["Enter a code"]
    wrong = send(f"{PAGES}/turn-off", {"code": telephone.wrong_code()}, status=422)
    assert wrong.errors[0].startswith("This code is wrong")

    page = send(f"{PAGES}/turn-off", {"code": telephone.code()})

    assert page.messages == ["Two-step sign-in is off. Everywhere else, you are signed out."]
    assert session.scalars(select(SecondFactor)).all() == []
    assert session.scalars(select(RecoveryCode)).all() == []
    assert "turned off two-step sign-in" in done(session)


def test_another_telephone_takes_its_place(sign_in, set_up, send, client, mo):
    sign_in(person=mo)
    old, old_codes = set_up()
    new, _ = set_up({"code": old_codes[0]})
    send("/sign-out")

    give_password(client, mo)
    assert send("/sign-in/code", {"code": old.same_code()}, status=422).errors
    assert send("/sign-in/recovery-code", {"code": old_codes[1]}, status=422).errors
    assert send("/sign-in/code", {"code": new.code()}).heading == "My work"


def test_new_recovery_codes_are_made_with_a_code(sign_in, set_up, send, session):
    sign_in(Role.VIEWER)
    telephone, old = set_up()

    new = codes_on(send(f"{PAGES}/recovery-codes", {"code": telephone.code()}))

    assert len(new) == 10
    assert not set(new) & set(old)
    assert send(f"{PAGES}/turn-off", {"code": old[0]}, status=422).errors
    assert "made new recovery codes" in done(session)


def test_who_has_no_password_has_nothing_to_set_up(sign_in, get, session):
    """They come by single sign-on, which sees to it."""
    person = sign_in(Role.VIEWER)
    person.password_hash = None
    session.commit()

    page = get(f"{PAGES}/set-up")

    assert page.heading == "Two-step sign-in"
    assert "There is nothing to set up here." in page.text


@pytest.mark.parametrize("path", ["recovery-codes", "turn-off"])
def test_what_is_not_on_cannot_be_renewed_or_turned_off(sign_in, send, path):
    sign_in(Role.VIEWER)

    page = send(f"{PAGES}/{path}", {"password": PASSWORD}, status=409)

    assert "no two-step sign-in" in page.text


class TestARoleThatRequiresIt:
    @pytest.fixture(autouse=True)
    def required(self, set_settings):
        set_settings(second_factor_roles=(Role.QA_LEAD, Role.ADMINISTRATOR))

    def test_nothing_opens_before_it_is_set_up(self, sign_in, client, get, set_up):
        sign_in(Role.QA_LEAD, Role.AUDITOR)
        for path in ("/", "/account", "/audits", "/judgements", "/account/password"):
            assert client.get(path).headers["Location"] == PAGES
        posted = client.post("/account/password", data={"csrf_token": token(client), "current": "x"})
        assert posted.headers["Location"] == PAGES
        assert "Your role requires it. Set it up, then you can start." in get(PAGES).text

        set_up()

        assert get("/").heading == "My work"

    def test_others_are_not_asked(self, sign_in, get):
        sign_in(Role.AUDITOR)

        assert get("/").heading == "My work"

    def test_a_role_given_later_asks_at_once(self, sign_in, client, session):
        person = sign_in(Role.VIEWER)
        assert client.get("/").status_code == 200

        person.roles = frozenset({Role.VIEWER, Role.QA_LEAD})
        session.commit()

        assert client.get("/").headers["Location"] == PAGES

    def test_it_cannot_be_turned_off(self, sign_in, set_up, send, get, session):
        sign_in(Role.QA_LEAD)
        telephone, _ = set_up()
        assert "Turn it off" not in get(PAGES).links

        page = send(f"{PAGES}/turn-off", {"code": telephone.code()}, status=403)

        assert "Your role requires two-step sign-in" in page.text
        assert len(session.scalars(select(SecondFactor)).all()) == 1

    def test_a_first_password_comes_first(self, sign_in, client, send, get, mo, session):
        mo.roles, mo.must_change_password = frozenset({Role.QA_LEAD}), True
        sign_in(person=mo)
        assert client.get("/").headers["Location"] == "/account/password"

        new = "eleven purple kites"
        page = send("/account/password", {"current": PASSWORD, "new": new, "again": new})

        assert page.heading == "Two-step sign-in"

    def test_what_was_typed_meanwhile_is_given_back(self, sign_in, client, session):
        person = sign_in(Role.AUDITOR)
        csrf, typed = token(client), "The plan is clear,\nand shared."
        person.roles = frozenset({Role.AUDITOR, Role.QA_LEAD})
        session.commit()

        page = Page(client.post("/audits/1/section/1", data={"csrf_token": csrf, "text-plan": typed}))

        assert page.form_texts == [typed]

    def test_one_can_always_sign_out(self, sign_in, send):
        sign_in(Role.QA_LEAD)

        assert send("/sign-out").heading == "Sign in"
