"""A publication is brought in as a file; its measures are then entered by keyboard, and revised."""

from qa_app.domain.roles import Role
from tests.browser.visitor import DESKTOP
from tests.data_builders.publications import SEFTON_CHAT


def test_a_publication_is_brought_in_and_a_month_is_entered(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Bring in files")
    person.press("Check values")
    assert "Choose a CSV file or an Excel workbook" in person.main
    person.page.get_by_label("File with values of measures").set_input_files(SEFTON_CHAT)
    person.press("Check values")
    person.page.get_by_label("Add the measures that are not there").check()
    person.page.get_by_label("Take from the file too: statistical neighbours, commentary").check()
    person.press("Check again")
    assert "36 values" in person.main
    person.press("Add all of it")
    assert "Added: 36 values, 18 measures" in person.main

    person.go("/measures/values?period=2023-08&text=re-ref")
    value = person.page.get_by_label("Value of Re-referrals (%)")
    assert "26%" in person.main  # July’s, beside the box
    value.fill("lots")
    with person.page.expect_navigation():
        value.press("Enter")
    person.look()
    assert "“lots” is not a number" in person.main
    assert value.input_value() == "lots"
    value.fill("27")
    person.press("Save all")
    assert "1 value is saved." in person.main

    value.fill("28")
    person.press("Save all")
    assert "say why it is revised" in person.main
    person.page.get_by_label("Reason of Re-referrals (%)").fill("Two were counted twice")
    person.press("Save all")
    person.follow("All values of Re-referrals (%)")
    assert person.heading == "Values of Re-referrals (%)"
    assert "Two were counted twice" in person.main
    assert person.page.get_by_text("Replaced", exact=True).count() == 1


def test_the_arrows_lead_up_and_down_a_column(arrive):
    person = arrive(DESKTOP)
    person.sign_in(Role.QA_LEAD)
    person.go("/imports")
    person.page.get_by_label("File with values of measures").set_input_files(SEFTON_CHAT)
    person.press("Check values")
    person.page.get_by_label("Add the measures that are not there").check()
    person.press("Check again")
    person.press("Add all of it")
    person.go("/measures/values?period=2023-08")

    first = person.page.get_by_label("Value of Referrals per 10,000", exact=True)
    first.fill("600")
    first.press("ArrowDown")
    person.page.keyboard.type("25")
    person.page.keyboard.press("ArrowUp")

    assert person.page.get_by_label("Value of Re-referrals (%)").input_value() == "25"
    assert person.page.evaluate("document.activeElement.value") == "600"
