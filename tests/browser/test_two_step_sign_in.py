"""Somebody sets up two-step sign-in, and signs in with a code and with a recovery code."""

import time

import pyotp

from qa_app.domain.roles import Role
from tests.factories import PASSWORD


def test_a_code_and_a_recovery_code_let_in(person):
    person.sign_in(Role.MODERATOR)
    person.go("/account")
    person.page.get_by_role("button", name="Two-step sign-in").click()
    person.look()
    person.page.get_by_role("button", name="Set it up").click()
    person.look()
    person.page.get_by_label("Your password", exact=True).fill("not the password")
    person.press("Continue")
    person.page.get_by_label("Your password", exact=True).fill(PASSWORD)
    person.press("Continue")
    picture = person.page.get_by_role("img", name="QR code").bounding_box()
    assert picture["width"] == picture["height"] >= 200
    clock = pyotp.TOTP(person.page.locator("#secret").inner_text().replace(" ", ""))
    person.page.get_by_label("Code", exact=True).fill("000000")
    person.press("Turn on two-step sign-in")
    person.page.get_by_label("Code", exact=True).fill(clock.now())
    person.press("Turn on two-step sign-in")
    codes = person.page.locator("#recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    _sign_out(person)

    person.sign_in(Role.MODERATOR)
    assert person.heading == "Enter the code from your app"
    person.page.get_by_label("Code", exact=True).fill("12 34")
    person.press("Sign in")
    # The code that was used to set it up is good no more, and the next one is good already.
    person.page.get_by_label("Code", exact=True).fill(clock.at(time.time() + 30))
    person.press("Sign in")
    assert person.heading == "My work"
    _sign_out(person)

    person.sign_in(Role.MODERATOR)
    person.follow("I do not have my telephone")
    person.page.get_by_label("Recovery code").fill(codes[0])
    person.press("Sign in")
    assert "You have 9 recovery codes left" in person.main


def _sign_out(person) -> None:
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Sign out").click()
    person.look()
