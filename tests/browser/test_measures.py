"""Measures are defined, held against thresholds, counted from audits, charted, and adopted from a library."""

from qa_app.domain.roles import Role
from tests.browser.council import IN_TIME


def test_a_measure_is_defined_and_held_against_thresholds(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Measures")
    person.page.get_by_role("button", name="Add a measure").click()
    person.look()
    person.press("Add the measure")
    assert "Enter the name of the measure" in person.main

    person.page.get_by_label("Name", exact=True).fill("Repeat referrals")
    person.page.get_by_label("Unit", exact=True).select_option(label="Percent")
    person.page.get_by_label("Lower is better").check()
    person.press("Add the measure")
    assert person.heading == "Repeat referrals"

    person.follow("Set thresholds")
    for band, typed in (("Requires Improvement", "25-30"), ("Good", "22-24"), ("Outstanding", "Below 20")):
        person.page.get_by_label(band, exact=True).fill(typed)
    person.press("Save")
    assert "There is a gap between Below 20 and 22-24: close it" in person.main
    assert person.page.get_by_label("Good", exact=True).input_value() == "22-24"
    person.page.get_by_label("Good", exact=True).fill("20-24")
    person.press("Save")
    assert "25-30" in person.main


def test_an_audit_measure_is_defined_and_never_typed_in(person):
    person.sign_in(Role.QA_LEAD)
    person.go("/measures/new-audit")
    person.press("Add the measure")
    assert "Choose at least one question" in person.main

    person.page.get_by_label("The standard is met").check()
    person.page.get_by_label("Find", exact=False).first.fill("SMART")
    person.page.get_by_role("main").get_by_role("button", name="Find", exact=True).click()
    person.look()
    person.page.get_by_role("checkbox", name="Plan is SMART").first.check()
    person.page.get_by_label("Name", exact=True).fill("Plans have steps and dates")
    person.press("Show what it counts")
    assert "of" in person.main
    person.press("Add the measure")
    assert person.heading == "Results: Plans have steps and dates"
    person.page.get_by_role("main").locator("td a").first.click()
    person.look()
    assert person.heading == "Audits"


def test_a_control_chart_says_what_it_shows(person):
    person.sign_in(Role.VIEWER)
    person.follow("Measures")
    person.follow(IN_TIME)
    person.follow("Control chart")
    assert person.heading == f"Control chart: {IN_TIME}"
    assert person.page.locator("svg.qa-chart").count() == 1
    assert "trial limits" in person.main  # eight points are fewer than twelve


def test_a_library_is_adopted_line_by_line(person):
    person.sign_in(Role.QA_LEAD)
    person.go("/measures/libraries/wirral")
    person.page.locator("#line-3").check()
    person.press("Adopt the chosen measures")
    assert "Adopted" in person.main
    person.go("/measures?text=referral")
    assert "Referral rate" in person.main
    person.go("/measures/gaps")
