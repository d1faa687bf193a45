"""From the queue to a finished moderation: one judgement revised, the others agreed with."""

from playwright.sync_api import expect

from qa_app.domain.roles import Role
from tests.browser.visitor import DESKTOP, in_every_way

REASON = "The plan was reviewed twice, which the evidence says."

A_SLOW_CONNECTION = """
    const soon = window.fetch;
    window.fetch = async (...asked) => {
        await new Promise((go) => setTimeout(go, 300));
        return soon(...asked);
    };
"""


@in_every_way
def test_a_moderator_agrees_and_revises(person):
    person.sign_in(Role.MODERATOR)
    person.follow("Moderation")
    assert "Waiting: 4 audits" in person.main
    _take_the_first(person)

    person.press("Finish moderation")
    assert person.page.get_by_role("alert").count() == 1  # nothing is decided yet

    agreeing = person.page.get_by_role("radio", name="Agree: Inadequate")
    for number in range(agreeing.count()):
        agreeing.nth(number).check()
    revised = person.page.get_by_role("group", name="Your moderation").first
    revised.get_by_role("radio", name="Good", exact=True).check()
    person.page.get_by_label("Comment on practice").fill("Direct work was warm, and visits were missed.")
    person.page.get_by_label("Comment on the quality of the audit").fill("Clear evidence for every grade.")
    person.press("Finish moderation")
    [sentence] = person.page.get_by_role("alert").get_by_role("link").all_inner_texts()
    assert sentence.startswith("Say why you revise")  # only the one judgement that differs needs one

    reason = person.page.get_by_role("group", name="Your moderation").first.get_by_role("textbox")
    expect(reason).to_be_visible()
    reason.fill(REASON)
    person.press("Save draft")
    assert person.page.get_by_text(REASON).count() == 1  # nothing typed is lost
    person.press("Finish moderation")

    person.follow("Moderation")
    assert "Waiting: 3 audits" in person.main


def test_what_is_given_back_waits_again(person):
    person.sign_in(Role.MODERATOR)
    person.follow("Moderation")
    _take_the_first(person)
    person.press("Give back to the queue")
    assert "Waiting: 4 audits" in person.main


def test_the_lead_sets_the_rule_and_reads_the_agreement(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Moderation")
    person.follow("Which audits are chosen")
    person.page.get_by_role("textbox").first.fill("often")
    person.press("Save the rule")
    assert person.page.get_by_role("alert").count() == 1
    person.follow("How far auditors and moderators agree")


def test_changes_made_while_one_is_being_saved_never_clash_with_each_other(arrive):
    person = arrive(DESKTOP)
    person.page.add_init_script(A_SLOW_CONNECTION)
    person.sign_in(Role.MODERATOR)
    person.follow("Moderation")
    _take_the_first(person)
    answers: list[int] = []
    person.page.on("response", lambda each: answers.append(each.status) if "autosave" in each.url else None)

    agreeing = person.page.get_by_role("radio", name="Agree: Inadequate")
    for number in range(3):
        agreeing.nth(number).check()
    expect(person.page.locator("#saved")).to_contain_text("Saved")
    person.page.wait_for_timeout(1500)  # every save that was asked for has ended

    assert set(answers) == {200}


def _take_the_first(person) -> None:
    person.page.get_by_role("button", name="Moderate A-").first.click()
    person.look()
    assert person.heading.startswith("Moderate A-")
