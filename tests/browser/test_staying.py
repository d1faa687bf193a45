"""Somebody walks away from the screen, comes back, and loses nothing; whoever passes by reads nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, func, select, update
from sqlalchemy.orm import Session

from qa_app.database import engine_options, prepare
from qa_app.domain.roles import Role
from qa_app.models import WebSession
from tests.browser.visitor import DESKTOP, ON_A_PHONE

SCRIPTED = pytest.mark.parametrize("way", [DESKTOP, ON_A_PHONE], ids=lambda way: way.name)
ONLY_ON_A_DESKTOP = pytest.mark.parametrize("way", [DESKTOP], ids=["desktop"])
ONLY_ON_A_PHONE = pytest.mark.parametrize("way", [ON_A_PHONE], ids=["phone"])
IDLE, ABSOLUTE = timedelta(hours=2), timedelta(hours=12)
ALMOST_TWELVE_HOURS = "11:59:59"


@pytest.fixture
def kept(address, tmp_path):
    """The database of the app that is served, through the same library: two in one process would not see
    each other's locks."""
    engine = create_engine(**engine_options(f"sqlite:///{tmp_path / 'qa.sqlite3'}"))
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(kept):
    """Changes what the database says of the sessions that are open."""

    def change(**values: datetime) -> None:
        with Session(kept) as session, session.begin():
            session.execute(update(WebSession).where(WebSession.ended_at.is_(None)).values(**values))

    return change


@pytest.fixture
def last_active(kept):
    def read() -> datetime:
        with Session(kept) as session:
            return session.scalar(select(func.max(WebSession.last_active_at)))

    return read


def now() -> datetime:
    return datetime.now(UTC)


def wait_for_the_end(person) -> None:
    """As if hours had passed for the page, which then asks the server how long is left."""
    with person.page.expect_response("**/account/time-left"):
        person.page.clock.fast_forward(ALMOST_TWELVE_HOURS)


def come(person, role: Role, path: str) -> None:
    """To a page whose clock the test can put forward, and which has asked once how long is left: asking by
    itself later, it might find what the test was only about to show it."""
    person.sign_in(role)
    person.page.clock.install()
    person.page.evaluate("sessionStorage.clear()")  # the page before may know already
    with person.page.expect_response("**/account/time-left"):
        person.go(path)
        person.page.clock.fast_forward("00:02")


@SCRIPTED
def test_who_is_still_there_stays(person, sessions, last_active):
    come(person, Role.VIEWER, "/account")
    sessions(last_active_at=now() - IDLE + timedelta(seconds=100))
    person.page.get_by_role("button", name="Change your password").focus()

    wait_for_the_end(person)

    dialog = person.page.get_by_role("dialog", name="You will soon be signed out")
    expect(dialog).to_contain_text("You are signed out in 1 minute.")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    expect(dialog.get_by_role("link")).to_have_count(0)  # nobody has to sign in again yet
    person.look()

    person.page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(person.page.get_by_role("button", name="Change your password")).to_be_focused()
    assert now() - last_active() < timedelta(minutes=1)
    person.look()


@ONLY_ON_A_DESKTOP
def test_another_tab_that_is_used_takes_the_warning_away(person, sessions):
    come(person, Role.VIEWER, "/account")
    sessions(last_active_at=now() - IDLE + timedelta(seconds=100))
    wait_for_the_end(person)
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_be_visible()

    sessions(last_active_at=now())
    person.page.clock.fast_forward("00:15")

    expect(dialog).to_be_hidden()


@ONLY_ON_A_DESKTOP
def test_the_end_that_cannot_be_put_off_is_told_once(person, sessions):
    come(person, Role.VIEWER, "/account")
    sessions(started_at=now() - ABSOLUTE + timedelta(seconds=90))

    wait_for_the_end(person)
    dialog = person.page.get_by_role("dialog", name="You will soon be signed out")
    expect(dialog).to_contain_text("You signed in long ago, so you are signed out in 1 minute.")
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog).to_be_hidden()

    with person.page.expect_response("**/account/time-left"):
        person.page.clock.fast_forward("00:15")
    expect(dialog).to_be_hidden()


@ONLY_ON_A_DESKTOP
def test_where_nothing_was_typed_nothing_stays_on_the_screen(person, sessions):
    come(person, Role.VIEWER, "/account")
    sessions(ended_at=now())

    # Not waiting for the answer: the page goes away with it.
    person.page.clock.fast_forward(ALMOST_TWELVE_HOURS)
    person.page.wait_for_url(re.compile("/sign-in"))
    person.look()
    assert person.path == "/sign-in?next=%2Faccount"


@ONLY_ON_A_PHONE
def test_what_was_typed_waits_for_the_person_to_sign_in_again(person, sessions):
    come(person, Role.ADMINISTRATOR, "/people/new")
    person.page.get_by_label("Name", exact=True).fill("Nia Newcomer")
    person.page.get_by_label("E-mail address").fill("nia@testshire.example")
    person.page.get_by_label("Moderator", exact=True).check()
    sessions(ended_at=now())
    wait_for_the_end(person)

    dialog = person.page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_contain_text("What you typed is kept under this message.")
    covered = person.page.locator("dialog").evaluate(
        "each => getComputedStyle(each, '::backdrop').backgroundColor"
    )
    assert covered == "rgb(243, 242, 241)"  # not to be seen through
    person.look()
    person.page.keyboard.press("Escape")
    expect(dialog).to_be_visible()

    with person.context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in again (opens in a new tab)").click()
    here, person.page = person.page, opened.value
    person.sign_in(Role.ADMINISTRATOR)
    person.page = here
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog).to_be_hidden()
    person.press("Add the person")

    assert "Nia Newcomer" in person.heading


@ONLY_ON_A_DESKTOP
def test_somebody_else_at_the_same_computer_is_not_shown_it(person, sessions):
    come(person, Role.ADMINISTRATOR, "/people/new")
    person.page.get_by_label("Name", exact=True).fill("Nia Newcomer")
    sessions(ended_at=now())
    wait_for_the_end(person)
    dialog = person.page.get_by_role("dialog", name="You are signed out")
    expect(dialog).to_be_visible()

    here, person.page = person.page, person.context.new_page()
    person.sign_in(Role.VIEWER)
    person.page = here
    with person.page.expect_response("**/account/time-left"):
        dialog.get_by_role("button", name="Go on").click()

    expect(dialog).to_be_visible()


@ONLY_ON_A_DESKTOP
def test_only_who_types_stays_signed_in_by_autosave(person, sessions, last_active):
    person.sign_in(Role.AUDITOR)
    person.go("/")
    person.page.get_by_role("link", name=re.compile("^Start audit")).click()
    person.follow("The basics")
    long_ago = now() - timedelta(minutes=30)
    sessions(last_active_at=long_ago)
    person.page.route("**/answers", lambda route: route.abort(), times=1)
    saved = person.page.get_by_role("status")

    person.page.get_by_role("textbox").first.press_sequentially("Warm")
    expect(saved).to_have_text(re.compile("^Not saved yet"))
    person.complaints.clear()  # of the connection that was cut
    with person.page.expect_response("**/answers") as answered:
        expect(saved).to_have_text(re.compile("^Saved"), timeout=15_000)  # tried again, by itself
    assert answered.value.request.headers["x-typed"] == "no"
    person.page.wait_for_timeout(200)
    assert last_active() == long_ago

    with person.page.expect_response("**/answers") as answered:
        person.page.get_by_role("textbox").first.press_sequentially(", direct")
    assert answered.value.request.headers["x-typed"] == "yes"
    expect(saved).to_have_text(re.compile("^Saved"))
    while last_active() == long_ago:
        person.page.wait_for_timeout(50)
