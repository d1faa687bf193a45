"""What is shown when something goes wrong, whoever caused it."""

import importlib
import logging
import re

import pytest
from flask import Flask
from sqlalchemy.exc import NoResultFound, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from qa_app.config import ROOT
from qa_app.domain.errors import Conflict, DomainError, NotPermitted
from qa_app.domain.roles import Permission, Role
from qa_app.web.errors import STATUS_OF
from qa_app.web.permissions import requires
from tests.web.conftest import begin, token
from tests.web.page import Page

CASE_TEXT = "Mother said that he hit Zoë"


def broken_rules() -> list[type[DomainError]]:
    of_a_rule = re.compile(r"^class \w+\(\w*(Error|Input|Permitted|Conflict|Allowed)", re.MULTILINE)
    for path in (ROOT / "qa_app").rglob("*.py"):
        if of_a_rule.search(path.read_text("utf-8")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found: list[type[DomainError]] = []
    ahead = [DomainError]
    while ahead:
        kinds = ahead.pop().__subclasses__()
        found += kinds
        ahead += kinds
    return sorted(found, key=lambda kind: kind.__name__)


def raising(app: Flask, error: BaseException) -> Flask:
    """The application with a page at /scratch that goes wrong in this way."""

    @requires(Permission.PUBLIC)
    def view() -> str:
        raise error

    app.add_url_rule("/scratch", "scratch", view, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize("kind", broken_rules(), ids=lambda kind: kind.__name__)
def test_every_broken_rule_has_a_page_that_says_its_sentence(make_app, kind):
    error = kind.__new__(kind, "Somebody must")
    if not str(error):
        error = kind([])  # made of problems, of which this one has none
    expected = next((STATUS_OF[one] for one in kind.__mro__ if one in STATUS_OF), 422)

    page = Page(raising(make_app(), error).test_client().get("/scratch"))

    assert page.status == expected
    assert str(error) in page.text


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/nowhere", 404, "Page not found"),
        ("GET", "/static/nowhere.css", 404, "Page not found"),
        ("GET", "/people", 403, "You cannot open this page"),
        ("POST", "/about", 405, "That cannot be done here"),
        ("GET", "/sign-out", 405, "That cannot be done here"),
    ],
)
def test_what_cannot_be_opened_says_so(sign_in, client, method, path, status, heading):
    sign_in(Role.VIEWER)
    data = {"csrf_token": token(client)} if method == "POST" else None

    page = Page(client.open(path, method=method, data=data))

    assert (page.status, page.heading) == (status, heading)


def test_a_form_without_its_token_says_what_to_do(client, session):
    page = Page(client.post("/sign-in", data={"email": "a", "password": "b"}))

    assert page.status == 400
    assert "open the page anew and send it again" in page.text


def test_what_was_typed_into_a_form_of_another_session_is_given_back(client, session):
    evidence = "The plan is clear & dated <b>and</b> shared.\nSecond line, שלום"
    secret = "a password that is longer than thirty characters"

    page = Page(client.post("/audits/1/section/1", data={"text-planning": evidence, "password": secret}))

    assert page.status == 400
    assert page.form_texts == [evidence]
    assert secret not in page.text_of_body


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotPermitted("It is somebody else's."), 403),
        (NoResultFound(), 404),
        (Conflict("It was withdrawn."), 409),
        (StaleDataError(), 409),
        (RuntimeError("unforeseen"), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_goes_wrong_what_was_typed_is_given_back(make_app, session, error, status):
    client = raising(make_app(testing=False), error).test_client()
    sent = {"csrf_token": begin(client), "text-planning": CASE_TEXT + ".\nMore.", "new": "s" * 40}

    page = Page(client.post("/scratch", data=sent))

    assert page.status == status
    assert page.form_texts == [CASE_TEXT + ".\nMore."]
    assert "What you sent was not saved." in page.text or status == 500
    assert page.heading != "Page not found"
    assert sent["new"] not in page.text_of_body
    assert Page(client.get("/scratch")).form_texts == []


def test_a_file_that_is_too_large_says_what_to_do(make_app):
    served = make_app(upload_megabytes=1)

    form = "application/x-www-form-urlencoded"
    page = Page(served.test_client().post("/sign-in", data=b"x" * 1_048_577, content_type=form))

    assert (page.status, page.heading) == (413, "The file is too large")


def test_a_fault_shows_a_reference_and_neither_page_nor_log_quotes_case_text(make_app, caplog):
    try:
        raise KeyError(CASE_TEXT)
    except KeyError as cause:
        error = RuntimeError(f"{CASE_TEXT} and again")
        error.__cause__ = cause
    served = raising(make_app(testing=False), error)

    with caplog.at_level(logging.DEBUG):
        page = Page(served.test_client().get(f"/scratch?evidence={CASE_TEXT}"))

    assert (page.status, page.heading) == (500, "Sorry, something went wrong")
    reference = re.search(r"this reference: ([0-9a-f]{8})", page.text)[1]
    logged = caplog.text + "".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert f"fault {reference}: RuntimeError at {__file__}" in logged
    for part in ("Mother", "Zo"):
        assert part not in logged
        assert part not in page.text_of_body


@pytest.mark.parametrize("testing", [True, False])
def test_two_people_at_once_are_told_what_to_do(make_app, testing):
    error = StaleDataError("another version")

    page = Page(raising(make_app(testing=testing), error).test_client().get("/scratch"))

    assert page.status == 409
    assert "Somebody else saved it first" in page.text


def test_a_database_that_fails_otherwise_is_a_fault(make_app, caplog):
    error = OperationalError("SELECT evidence", {"text": CASE_TEXT}, Exception(f"disk failed: {CASE_TEXT}"))

    page = Page(raising(make_app(testing=False), error).test_client().get("/scratch"))

    assert page.status == 500
    assert "Mother" not in caplog.text


def test_somebody_signed_in_hears_of_it_when_the_database_is_gone(sign_in, client, make_app):
    sign_in(Role.VIEWER)
    with client.session_transaction() as cookies:
        own = dict(cookies)
    other = make_app(testing=False, database_url="sqlite:////nowhere/qa.sqlite3").test_client()
    with other.session_transaction() as cookies:
        cookies.update(own)

    answer = other.get("/")

    assert answer.status_code == 503
    assert Page(answer).heading == "The database does not answer"
    assert "Content-Security-Policy" in answer.headers
