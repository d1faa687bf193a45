"""Text whose time is up is proposed by one person and removed by another; a case on hold stays."""

from qa_app.domain.roles import Role


def test_text_is_removed_by_two(arrive, way):
    lead, administrator = arrive(way), arrive(way)
    lead.sign_in(Role.QA_LEAD)
    lead.follow("Audits")
    held = lead.page.locator("tbody tr").last.locator("th").inner_text().split("case ")[1].strip()
    lead.follow("Records")
    assert "Nothing is due today" in lead.main

    lead.follow("How long text is kept")
    lead.press("Set the rule")
    assert "Write a whole number from 1 to 100" in lead.main
    lead.page.get_by_label("Years").fill("1")
    lead.press("Set the rule")
    lead.follow("Records")
    lead.follow("Legal holds")
    lead.page.get_by_label("Case reference").fill(held)
    lead.page.get_by_label("Reason").fill("Inquest")
    lead.press("Place the hold")
    lead.follow("Records")
    lead.follow("See each audit, and why it is held back")
    assert "A legal hold stands on the case" in lead.main
    lead.follow("Records")
    lead.press(lead.page.get_by_role("button", name="Propose to remove").inner_text())
    assert "Somebody else has to agree" in lead.main

    administrator.sign_in(Role.ADMINISTRATOR)
    administrator.go(lead.path)
    administrator.press("Agree, and remove the text now")
    assert "It is removed." in administrator.main
    assert held not in administrator.main


def test_a_case_is_found_taken_out_and_erased(arrive, way):
    lead, administrator = arrive(way), arrive(way)
    lead.sign_in(Role.QA_LEAD)
    lead.follow("Audits")
    case = lead.page.locator("tbody tr").last.locator("th").inner_text().split("case ")[1].strip()
    lead.follow("Records")
    lead.follow("What is held about a case")
    lead.page.get_by_label("Case reference").fill(case)
    lead.press("Look")
    assert "1 audit" in lead.main
    with lead.page.expect_download() as download:
        lead.page.get_by_role("button", name="Take it out").click()
    assert download.value.suggested_filename.endswith(".zip")

    lead.press("Propose to erase it")
    assert "Choose why it is to be erased" in lead.main
    lead.page.get_by_label("A court ordered it").check()
    lead.page.get_by_label("In your words").fill("Order 17")
    lead.page.get_by_label("Type the case reference again").fill(case)
    lead.press("Propose to erase it")

    administrator.sign_in(Role.ADMINISTRATOR)
    administrator.go(lead.path)
    administrator.press("Agree, and erase it now")
    assert "1 audit whose text was removed" in administrator.main
