"""Goes wherever the links of each role lead: nothing changes but that looks at case text are recorded,
every page keeps the house style and the security headers."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Column, Engine, Table, func, select
from werkzeug.test import TestResponse

from qa_app.domain.roles import Role
from qa_app.models import Audit, Base, ImportBatch, Moderation, Person, TrailEntry, WebSession
from qa_app.web.headers import HEADERS
from tests.architecture.marks import looks_recorded, put_marks, shows_marks
from tests.architecture.requests import known_requests
from tests.browser.council import EMAILS
from tests.web.page import Page

MOST = 400
"""Pages that differ only in a choice are many; these are more than the pages that differ otherwise."""


def dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        looks = {row.id for row in connection.execute(select(TrailEntry.id).where(TrailEntry.is_look))}
        of_a_look = {
            "trail_entry": lambda row: row.id in looks,
            "trail_seal": lambda row: row.entry_id in looks,
        }
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(select(*_but_activity(table)))
                    if not of_a_look.get(table.name, lambda _row: False)(row)
                ),
                key=repr,
            )
            for table in Base.metadata.sorted_tables
        }


def _but_activity(table: Table) -> list[Column]:
    """That somebody is there is noted once a minute, whatever they look at."""
    return [column for column in table.columns if column is not WebSession.__table__.c.last_active_at]


def addresses(app) -> list[str]:
    """Every page that can be asked for, those of rows that do not exist too."""
    return [known.path for known in known_requests(app, "GET") if known.endpoint != "static"]


def addresses_about_cases(app, session) -> list[str]:
    """Every page about one audit, moderation or file, of rows that are there: one audit in each state."""
    known = {
        "audit_id": session.scalars(select(func.min(Audit.id)).group_by(Audit.status)).all(),
        "moderation_id": session.scalars(select(Moderation.id)).all(),
        "batch_id": session.scalars(select(ImportBatch.id)).all(),
        "number": [1],
    }
    session.commit()
    adapter = app.url_map.bind("localhost")
    return [
        adapter.build(rule.endpoint, dict(zip(rule.arguments, values, strict=True)))
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.arguments and rule.arguments <= known.keys()
        for values in product(*(known[name] for name in rule.arguments))
    ]


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


def endpoint_of(app, path: str) -> str:
    endpoint, _ = app.url_map.bind("localhost").match(urlsplit(path).path)
    return endpoint


READING = {"audits.index", "audits.pdf", "audits.show"}
FILLING_IN = {"audits.check", "audits.details", "audits.form", "audits.section", "audits.whole"}
STEERING = {"audits.give_back", "audits.reassign", "audits.withdraw"}
SHOWN_TO: dict[Role, set[str]] = {
    Role.AUDITOR: READING | FILLING_IN | {"home.index"},
    Role.MODERATOR: READING | {"moderation.show"},
    Role.QA_LEAD: READING | STEERING | {"imports.problems", "imports.show"},
    Role.VIEWER: set(),
    Role.ADMINISTRATOR: set(),
}
"""Where each role is shown what is written about children."""


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.label)
def test_looking_changes_nothing_and_every_answer_is_guarded(
    app, engine, council, session, client, sign_in, role
):
    put_marks(session)
    sign_in(person=session.scalars(select(Person).where(Person.email == EMAILS[role])).one())
    session.commit()
    before = dump(engine)
    faults, unguarded, visited = [], [], 0
    showing, unrecorded, recorded = set(), [], looks_recorded(engine)

    for path, response in crawl(client, [*addresses_about_cases(app, session), *addresses(app)]):
        visited += 1
        recorded_now = looks_recorded(engine)
        if shows_marks(response):
            showing.add(endpoint_of(app, path))
            unrecorded += [path] if recorded_now == recorded else []
        recorded = recorded_now
        if response.status_code >= 500:
            faults.append(f"{path}: {response.status_code}")
        unguarded += [path for name, value in HEADERS.items() if response.headers.get(name) != value]

    assert dump(engine) == before
    assert faults == []
    assert unguarded == []
    assert unrecorded == []
    assert showing == SHOWN_TO[role]
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
