"""A QA lead builds an audit tool with a scale of its own, looks at it as auditors will, and makes it live."""

from qa_app.domain.roles import Role


def test_an_audit_tool_from_nothing_to_live(person):
    page = person.page
    person.sign_in(Role.QA_LEAD)
    person.follow("Audit tools")
    person.press("Start a new tool")
    page.get_by_label("Name", exact=True).press_sequentially("Children’s voice")
    if person.way.javascript:
        assert page.get_by_label("Code (optional)").input_value() == "childrens-voice"
    assert page.get_by_label("Name of the scale").is_hidden()
    page.get_by_label("A scale of your own").check()
    page.get_by_label("Name of the scale").fill("Traffic lights")
    page.get_by_label("Grades", exact=True).fill("Green\nAmber\nRed")
    page.get_by_label("Lowest grade that counts as good").fill("Blue")
    person.press("Start the draft")
    assert "just as it stands in the list above" in person.main
    page.get_by_label("Lowest grade that counts as good").fill("Green")
    person.press("Start the draft")
    assert person.heading == "Children’s voice, version 1"
    assert "Before it can go live" in person.main

    person.press("Add a section")
    page.get_by_label("Title").fill("Voice")
    person.press("Save")
    person.follow("Add a question to Voice")
    page.get_by_label("Standard", exact=True).check()
    assert page.get_by_label("Amber").is_hidden()  # a standard has no grades
    page.get_by_label("Short name").fill("Seen alone")
    page.get_by_label("Question", exact=True).fill("Is the child seen alone?")
    person.press("Save and add another")
    page.get_by_label("Judgement", exact=True).check()
    page.get_by_label("Short name").fill("Overall")
    page.get_by_label("Question", exact=True).fill("How well is the child heard?")
    for grade, words in (("Green", "Heard"), ("Amber", "Asked"), ("Red", "Ignored")):
        page.get_by_label(grade, exact=True).fill(words)
    page.get_by_label("This is the overall judgement").check()
    person.press("Save")

    up = page.get_by_role("button", name="Move up Overall")
    up.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    person.look()
    assert page.locator("h4").all_inner_texts()[1] == "Seen alone"

    person.press("Preview")
    assert "How well is the child heard?" in person.main
    assert "Ignored" in person.main
    page.go_back()
    person.press("Make it live")
    person.press("Make it live")
    assert "Version 1 is live." in person.main
    assert "This version is live" in person.main
