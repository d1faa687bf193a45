"""The database goes away in the middle of a request: there is an answer all the same."""

import pytest
from sqlalchemy import text

from qa_app.domain.errors import NotPermitted
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.web.permissions import requires
from tests.web.page import Page


def go_away():
    """What is left of a connection when the server at its other end was killed."""
    db.session.connection().connection.driver_connection.close()


def read():
    return db.session.execute(text("SELECT 1"))


def fails_for_another_reason():
    raise NotPermitted("Only its auditor fills in an audit.")


@pytest.fixture
def page_that(make_app, session):
    """A page that does these one after the other, and says that all is fine."""

    def make(*steps):
        app = make_app(testing=False)

        @requires(Permission.PUBLIC)
        def view():
            for step in steps:
                step()
            return "fine"

        app.add_url_rule("/scratch", "scratch", view)
        return app.test_client()

    return make


def test_a_page_that_was_read_already_is_shown(page_that):
    answer = page_that(read, go_away).get("/scratch")

    assert (answer.status_code, answer.text) == (200, "fine")


def test_a_broken_rule_is_told_as_ever(page_that):
    page = Page(page_that(read, go_away, fails_for_another_reason).get("/scratch"))

    assert page.status == 403
    assert "Only its auditor" in page.text


def test_the_next_request_finds_the_database_again(page_that):
    client = page_that(read, go_away)
    client.get("/scratch")

    assert client.get("/scratch").status_code == 200
    assert client.get("/health").status_code == 200
