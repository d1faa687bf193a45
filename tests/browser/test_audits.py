"""An auditor starts an audit, fills it in over several sittings, checks it and submits it."""

import re

import pytest
from playwright.sync_api import expect

from qa_app.domain.roles import Role
from tests.browser.council import AREAS, STREAM
from tests.browser.visitor import DESKTOP, ON_A_PHONE, Way, in_every_way


@in_every_way
def test_from_the_start_to_submission(person):
    audit = _start(person)
    person.follow("The basics")
    _answer(person, "Met")
    person.press("Save and continue")
    assert person.heading == "Practice"
    _answer(person, "Good")
    person.press("Save and come back later")

    person.go(f"{audit}/check")
    person.press("Submit the audit")
    assert "Before you can submit" in person.main  # the overall judgement is still to come
    person.page.get_by_role("alert").get_by_role("link").first.click()
    person.look()
    assert person.heading == "Overall judgement"

    _answer(person, "Inadequate")
    person.press("Save and continue")
    person.press("Submit the audit")
    assert "Before you can submit" in person.main  # Inadequate needs its evidence
    person.page.get_by_role("alert").get_by_role("link").first.click()
    person.look()
    person.page.get_by_role("textbox", name=re.compile("Evidence")).first.fill("No visit for nine weeks 🚩")
    person.press("Save and continue")
    person.press("Submit the audit")

    assert "Submitted" in person.main
    assert "No visit for nine weeks 🚩" in person.main
    person.go(f"{audit}/check")
    assert person.page.get_by_role("button", name="Submit the audit").count() == 0


def test_all_sections_on_one_page(person):
    _start(person)
    person.press("Show all sections on one page")
    _answer(person, "Met")
    _answer(person, "Good")
    person.press("Save and check answers")
    assert person.heading == "Check your answers"
    assert "Before you can submit" not in person.main


@in_every_way
def test_what_another_tab_saved_is_never_overwritten(person):
    _start(person)
    person.follow("Practice")
    here = person.path
    # As it is without JavaScript, which would have said so earlier and let nobody press the button.
    version = person.page.locator("input[name='version']")
    stale = version.input_value()
    person.page.get_by_role("textbox").first.fill("From the first tab")
    person.press("Save and come back later")

    person.go(here)
    person.page.get_by_role("textbox").first.fill("From the second tab")
    version.evaluate("(field, value) => { field.value = value }", stale)
    person.press("Save and come back later")

    assert person.page.get_by_text("From the first tab").count() >= 1
    shown = person.page.locator("main").evaluate(
        "main => main.innerText + [...main.querySelectorAll('textarea')].map(area => area.value).join()"
    )
    assert "From the second tab" in shown


@pytest.mark.parametrize("way", [DESKTOP, ON_A_PHONE], ids=lambda way: way.name)
def test_what_is_typed_is_saved_without_a_button(arrive, way):
    person = arrive(way)
    _start(person)
    person.follow("Practice")
    person.page.get_by_role("textbox").first.press_sequentially("Warm, direct work")
    expect(person.page.get_by_role("status")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=15_000)

    person.page.reload()
    person.look()

    assert person.page.get_by_role("textbox").first.input_value() == "Warm, direct work"


@pytest.mark.parametrize(
    "way", [DESKTOP, Way("without JavaScript", javascript=False)], ids=lambda way: way.name
)
def test_a_section_is_filled_in_by_keyboard_alone(arrive, way):
    person = arrive(way)
    audit = _start(person)
    person.follow("Practice")

    _tab_to(person, "input[type='radio']")
    person.page.keyboard.press("Space")
    person.page.keyboard.press("ArrowDown")
    _tab_to(person, "textarea")
    person.page.keyboard.type("Typed by hand")
    _tab_to(person, "button[value='later']")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"{person.address}/")
    person.go(f"{audit}/section/2")

    assert person.page.get_by_role("radio", name="Good", exact=True).first.is_checked()
    assert person.page.get_by_role("textbox").first.input_value() == "Typed by hand"


def test_a_lead_gives_out_audits(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Audits")
    person.press("Give out audits")
    person.page.get_by_role("main").locator("form button[type='submit']").click()
    person.look()
    assert person.page.get_by_role("alert").count() == 1


def _start(person) -> str:
    """The address of a new dip sample, whose form is on the page."""
    person.sign_in(Role.AUDITOR)
    person.follow("Audits")
    person.press("Start an audit")
    person.page.get_by_label("Audit tool").select_option(label="Dip sample")
    person.page.get_by_label("Service area").select_option(label=AREAS[0])
    if person.page.get_by_label("Audit stream").input_value() == "0":
        person.page.get_by_label("Audit stream").select_option(label=STREAM)
    person.press("Start the audit")
    assert "Enter the case reference" in person.main
    person.page.get_by_label("Case reference").fill("C4711")
    person.press("Start the audit")
    assert person.heading == "Dip sample"
    return person.path.removesuffix("/form")


def _answer(person, label: str) -> None:
    """Every question that can be answered so is."""
    radios = person.page.get_by_role("radio", name=label, exact=True)
    assert radios.count(), f"There is no “{label}” on {person.path}"
    for number in range(radios.count()):
        radios.nth(number).check()


def _tab_to(person, selector: str) -> None:
    for _ in range(80):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Nothing that is {selector} can be reached by Tab")
