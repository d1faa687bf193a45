"""Whatever a role is offered in the navigation opens, and keeps what every page keeps."""

import pytest

from qa_app.domain.roles import Role
from tests.browser.visitor import in_every_way

pytestmark = in_every_way


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_every_page_of_the_navigation(person, role):
    person.sign_in(role)
    offered = person.page.get_by_role("navigation", name="Main").get_by_role("link").all_inner_texts()
    assert "My work" in offered

    for name in offered:
        person.page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()
        person.look()


@pytest.mark.parametrize("path", ["/sign-in", "/accessibility", "/about"])
def test_what_a_stranger_may_read(person, path):
    person.go(path)


def test_a_page_that_is_not_there(person):
    person.sign_in(Role.VIEWER)
    person.page.goto(f"{person.address}/nothing-here")
    assert "not found" in person.heading.lower()
