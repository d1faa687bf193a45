"""A scorecard is published, a value comes in late, and the revision says so."""

from pathlib import Path

from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.web.clock import today
from tests.browser.council import NOT_ENTERED, SCORECARD


def test_a_scorecard_is_published_and_revised(person):
    last = Quarter.of(today()).previous()
    person.sign_in(Role.QA_LEAD)
    person.follow("Scorecards")
    person.follow(SCORECARD)
    person.follow("Publish this scorecard")
    assert person.heading == f"Publish {SCORECARD}"
    assert "Comments still owed" in person.main
    person.page.get_by_label("Note (optional)").fill("For the board")
    person.press("Publish")
    assert f"{SCORECARD}, {last} is published." in person.main
    assert "No figure has changed since publication." in person.main
    published = person.path

    person.go(f"/measures/values?period={last.key}")
    person.page.get_by_label(f"Value of {NOT_ENTERED}").fill("12")
    person.press("Save all")
    person.go(published)
    assert "1 figure has changed since publication." in person.main
    assert "The value was entered on" in person.main

    person.press("Publish a revision")
    assert "What the revision changes" in person.main
    person.press("Publish the revision")
    assert "revision 2" in person.main
    assert "What this revision changed" in person.main
    for link, starts in (("PDF to print", b"%PDF"), ("Excel workbook", b"PK"), ("CSV", b"\xef\xbb\xbf")):
        with person.page.expect_download() as waiting:
            person.page.get_by_role("link", name=link, exact=True).click()
        assert Path(waiting.value.path()).read_bytes().startswith(starts)

    person.go(published)
    assert "A later revision holds now" in person.main
    person.follow("Published")
    assert "1, superseded" in person.main


def test_tables_are_published_for_the_public(person):
    last = Quarter.of(today()).previous()
    person.sign_in(Role.QA_LEAD)
    person.go(f"/judgements/publish?to={last.key}&periods=2")
    person.page.get_by_label("For whom").select_option("public")
    person.press("Show it so")
    assert "The public: small numbers are suppressed" in person.main
    person.press("Publish")
    assert "For the public: small numbers suppressed" in person.main
