"""Somebody is let in with a pass phrase, chooses a password of their own, and is stopped."""

from qa_app.domain.roles import Role

OWN = "eleven purple kites"


def test_a_new_moderator_comes_and_goes(person, arrive):
    person.sign_in(Role.ADMINISTRATOR)
    person.follow("People")
    person.press("Add a person")
    person.press("Add the person")
    assert person.page.get_by_role("alert").count() == 1

    person.page.get_by_label("Name", exact=True).fill("Nia Newcomer")
    person.page.get_by_label("E-mail address").fill("nia@testshire.example")
    person.page.get_by_label("Moderator", exact=True).check()
    person.press("Add the person")
    phrase = person.page.locator(".app-pass-phrase").inner_text()

    newcomer = arrive(person.way)
    _sign_in(newcomer, phrase)
    newcomer.page.get_by_label("Current password", exact=True).fill(phrase)
    newcomer.page.get_by_label("New password", exact=True).fill(OWN)
    newcomer.page.get_by_label("New password again", exact=True).fill(OWN)
    newcomer.press("Save the new password")
    newcomer.follow("Moderation")

    person.follow("People")
    person.follow("Nia Newcomer")
    person.press("Stop Nia Newcomer")
    newcomer.go("/moderation")
    assert newcomer.heading == "Sign in"


def _sign_in(newcomer, phrase: str) -> None:
    newcomer.go("/sign-in")
    newcomer.page.get_by_label("E-mail address").fill("nia@testshire.example")
    newcomer.page.get_by_label("Password", exact=True).fill(phrase)
    newcomer.press("Sign in")
