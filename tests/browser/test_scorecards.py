"""A scorecard is built, read, commented on and taken away."""

from pathlib import Path

from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout
from tests.browser.council import IN_TIME, SCORECARD, SMART
from tests.browser.visitor import in_every_way


def test_a_scorecard_is_built(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Scorecards")
    person.press("Build a scorecard")
    person.press("Start the scorecard")
    assert "Write a title for the scorecard" in person.main
    person.page.get_by_label("Title").fill("Quality of practice")
    person.page.get_by_label("How many of them").fill("4")
    person.press("Start the scorecard")
    assert person.heading == "Build: Quality of practice"

    for title in ("We act in time", "Plans"):
        person.press("Add a theme")
        person.page.get_by_label("Title of the theme").fill(title)
        person.press("Save the theme")
    person.follow("Add measures to Plans")
    person.page.get_by_label("Name, code or description").fill("in 45 working days")
    person.press("Narrow the list")
    person.page.get_by_role("checkbox").check()
    person.press("Add those ticked")
    person.follow("Add measures to Plans")
    person.page.get_by_label(SMART).check()
    person.press("Add those ticked")

    person.press(f"Move up {IN_TIME}")
    person.follow("Change the numbers")
    person.page.get_by_label(SMART).fill("1")
    person.press("Save the numbers")
    assert f"“{IN_TIME}” has the number 1 already" in person.main
    person.press("Number them 1, 2, 3 and so on")
    person.follow("Settings")
    person.page.get_by_label("Set by a person: 1, 2 or 3").check()
    person.page.get_by_label("What 2 means").fill("Watch")
    person.press("Save")
    assert "Write what 1 means, or leave all three empty" in person.main
    person.page.get_by_label("What 2 means").fill("")
    person.press("Save")
    person.follow("Take off theme Plans")
    person.press("Take it off")
    assert SMART not in person.main
    person.follow("The scorecard")
    assert person.heading == "Quality of practice"
    assert IN_TIME in person.main


@in_every_way
def test_an_exception_is_commented_on(person):
    """By the person who is responsible for it; the QA lead sees that it is done."""
    person.sign_in(Role.AUDITOR)
    person.follow(f"Comment on {IN_TIME}")
    person.page.get_by_label("Comment", exact=True).fill("Two workers left.")
    person.page.get_by_label("Who will do it").fill("Ada Example")
    person.press("Save the comment")
    assert "Write what will be done, or leave out who and by when" in person.main
    person.page.get_by_label("Action: what will be done (optional)").fill("Recruit two workers.")
    person.page.get_by_label("By when").fill("1/3/2030")
    person.press("Save the comment")
    assert "The comment is saved." in person.main

    person.follow(f"Read or change the comment on {IN_TIME}")
    assert "Version 1 by Asha Auditor" in person.main
    person.follow("Read the scorecard")
    assert "Two workers left." in person.main
    assert "Recruit two workers. (Ada Example, by 1 March 2030)" in person.main


def test_every_layout_is_read(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Scorecards")
    person.follow(SCORECARD)
    for layout in Layout:
        person.page.get_by_label("Layout").select_option(layout.value)
        person.press("Show the scorecard")
        assert IN_TIME in person.main, layout


def test_a_scorecard_is_taken_away(person):
    person.sign_in(Role.VIEWER)
    person.follow("Scorecards")
    person.follow(SCORECARD)
    for link, starts in (
        ("PDF to print", b"%PDF"),
        ("Excel workbook", b"PK"),
        ("CSV of this layout", b"\xef\xbb\xbf"),
        ("CSV of all figures", b"\xef\xbb\xbf"),
    ):
        with person.page.expect_download() as waiting:
            person.page.get_by_role("link", name=link).click()
        assert Path(waiting.value.path()).read_bytes().startswith(starts)


def test_a_line_is_moved_with_the_keyboard_alone(person):
    """The line keeps its place under the finger: the next Tab goes on from where it now stands."""
    person.sign_in(Role.QA_LEAD)
    person.follow("Scorecards")
    person.follow(f"Change what stands on it ({SCORECARD})")

    person.page.get_by_role("button", name=f"Move down {SMART}").focus()
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.look()

    lines = person.page.locator("li[id^=line-]").all_inner_texts()
    assert [SMART in line for line in lines[:2]] == [False, True]
    person.page.keyboard.press("Tab")
    focused = person.page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")
    assert focused == f"Move up {SMART}"
    scrolls = person.page.locator(".app-scroll")
    person.follow("The scorecard")
    assert all(region.get_attribute("tabindex") == "0" for region in scrolls.all())
