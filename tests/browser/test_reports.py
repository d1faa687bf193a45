"""A text is previewed and saved, a month's findings are written, and the report is made and taken away."""

from qa_app.domain.periods import MONTH_NAMES, Month, Quarter
from qa_app.domain.roles import Role
from qa_app.web.clock import today
from tests.browser.council import SCORECARD

LAST = Quarter.of(today()).previous()
MONTH = Month.of(LAST.last_day)
NAMED = f"{MONTH_NAMES[MONTH.number - 1]} {MONTH.year}"


def test_a_quarter_is_written_for_and_its_report_is_made(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Quarterly reports")
    person.follow(f"{LAST} of {SCORECARD}")
    assert person.heading == f"Quality report, {LAST}"

    person.follow("Write Introduction")
    person.page.get_by_label("Text").fill(
        "# Practice\n\n- is **steady**\n- <b>not bold</b>\n\nSee [us](https://a.example)."
    )
    person.press("Preview")
    assert person.page.get_by_role("heading", name="Practice", level=4).count() == 1
    assert person.page.get_by_role("listitem").filter(has_text="<b>not bold</b>").count() == 1
    assert person.page.get_by_label("Text").input_value().startswith("# Practice")
    person.press("Save")
    assert "Introduction is saved." in person.main

    person.follow(f"Write {NAMED}")
    person.page.get_by_label("Theme").fill("Voice of the child")
    person.page.get_by_label("Strengths").fill("- Children were seen alone")
    person.press("Preview")
    person.press("Save")
    assert "Voice of the child. Written by Lee Lead" in person.main

    person.press("Make the report")
    person.page.get_by_role("link", name="Document to print (PDF)").wait_for(timeout=60_000)
    person.look()
    assert person.heading == "The report is ready"
    with person.page.expect_download() as taken:
        person.page.get_by_role("link", name="Document to print (PDF)").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")


def test_who_only_reads_makes_a_report_too(person):
    person.sign_in(Role.VIEWER)
    person.follow("Quarterly reports")
    person.follow(f"{LAST} of {SCORECARD}")
    assert person.page.get_by_role("link", name="Write Introduction").count() == 0

    person.press("Make the report")
    person.page.get_by_role("link", name="Accessible workbook (Excel)").wait_for(timeout=60_000)
    person.look()
