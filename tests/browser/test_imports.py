"""A file with a mistake is refused whole; put right, it is added and stands in the tables."""

from qa_app.domain.roles import Role
from tests.browser.council import AREAS, STREAM
from tests.data_builders.audit_files import audits, csv_file


def test_audits_are_brought_in(person):
    person.sign_in(Role.QA_LEAD)
    person.follow("Bring in files")
    person.press("Check audits")
    assert "Choose a CSV file or an Excel workbook" in person.main

    _choose(person, "wrong.csv", {"overall": "Splendid"}, {})
    person.press("Check audits")
    _until_checked(person)
    assert "Splendid" in person.main
    assert person.page.get_by_role("button", name="Add all of it").count() == 0

    person.follow("Bring in files")
    _choose(person, "right.csv", {}, {"service area": "Adoption"})
    person.press("Check audits")
    _until_checked(person)
    person.page.get_by_label("Add the missing service areas, teams and streams").check()
    person.press("Check again")
    _until_checked(person)
    person.press("Add all of it")
    assert "Added: 2 audits" in person.main

    person.go("/judgements?to=2016-17-Q3")
    assert person.page.get_by_role("heading", name="Adoption", exact=True).count() == 1


def _choose(person, name: str, *changes: dict[str, str]) -> None:
    base = {"service area": AREAS[0], "stream": STREAM, "tool": "dip-sample", "assessment": None}
    content = csv_file(audits(*({**base, **change} for change in changes)))
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    person.page.get_by_label("File with audits").set_input_files(files=[file])


def _until_checked(person) -> None:
    """A small file is checked at once, or while the page waits for it."""
    person.page.get_by_role("button", name="Forget this file").wait_for()
    person.look()
