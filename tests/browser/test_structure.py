"""A service area is added with its teams, renamed, and put out of use."""

from qa_app.domain.roles import Role


def test_a_service_area_and_its_teams(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Service areas")
    person.press("Add a service area")
    person.press("Add the service area")
    assert "Enter a name" in person.main

    person.page.get_by_label("Name").fill("Youth Justice")
    person.press("Add the service area")
    assert person.heading == "Youth Justice"

    person.press("Add a team")
    person.page.get_by_label("Name").fill("Duty")
    person.press("Add the team")
    assert "Duty is added." in person.main

    person.follow("Rename Duty")
    person.page.get_by_label("Name").fill("Duty and Assessment")
    person.press("Save the name")
    person.press("Stop using Duty and Assessment")
    assert "Duty and Assessment is out of use." in person.main

    person.press("Stop using this service area")
    person.press("Use this service area again")
    assert "Youth Justice is in use again." in person.main
