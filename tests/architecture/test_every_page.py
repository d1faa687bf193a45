"""Goes wherever the links of each role lead: nothing changes, every page keeps the house style and the
security headers."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from qa_app.domain.roles import Role
from qa_app.models import Base, Person
from qa_app.web.headers import HEADERS
from tests.architecture.requests import known_requests
from tests.browser.council import EMAILS
from tests.web.page import Page

MOST = 400
"""Pages that differ only in a choice are many; these are more than the pages that differ otherwise."""


def dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def addresses(app) -> list[str]:
    """Every page that can be asked for, those of rows that do not exist too."""
    return [known.path for known in known_requests(app, "GET") if known.endpoint != "static"]


def crawl(client: FlaskClient, starts: list[str]) -> Iterator[tuple[str, TestResponse]]:
    ahead, seen = list(starts), set(starts)
    while ahead and len(seen) < MOST:
        path = ahead.pop(0)
        with client.get(path) as response:
            response.get_data()
            yield path, response
        if response.mimetype != "text/html" or not response.get_data():
            continue
        for href in Page(response).tree.xpath("//a/@href"):
            target = urlsplit(urljoin(path, href))
            found = target.path + (f"?{target.query}" if target.query else "")
            if not target.netloc and not href.startswith("#") and found not in seen:
                seen.add(found)
                ahead.append(found)


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.label)
def test_looking_changes_nothing_and_every_answer_is_guarded(
    app, engine, council, session, client, sign_in, role
):
    sign_in(person=session.scalars(select(Person).where(Person.email == EMAILS[role])).one())
    session.commit()
    before = dump(engine)
    faults, unguarded, visited = [], [], 0

    for path, response in crawl(client, addresses(app)):
        visited += 1
        if response.status_code >= 500:
            faults.append(f"{path}: {response.status_code}")
        unguarded += [path for name, value in HEADERS.items() if response.headers.get(name) != value]

    assert dump(engine) == before
    assert faults == []
    assert unguarded == []
    assert visited > len(addresses(app))


def test_every_answer_to_a_stranger_is_guarded(app, session, client):
    for path in [*addresses(app), "/static/css/app.css", "/static/nowhere.css", "/nowhere"]:
        with client.get(path) as response:
            for name, value in HEADERS.items():
                assert response.headers.get(name) == value, (path, name)


def test_the_content_policy_allows_nothing_from_elsewhere_and_nothing_inline():
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    assert set(policy.replace(";", "").split()) <= {
        "default-src", "script-src", "style-src", "img-src", "connect-src", "form-action",
        "frame-ancestors", "base-uri", "'none'", "'self'",
    }  # fmt: skip
