"""What is shown when the database or its disk does not take what was sent."""

import errno
import logging
import sqlite3

import psycopg
import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from qa_app.database import sqlite_module
from qa_app.domain.roles import Permission, Role
from qa_app.models import ServiceArea
from qa_app.web.permissions import requires
from qa_app.web.storage import AWAY, BUSY, DISK, FULL, READ_ONLY, fault_of
from tests.web.conftest import token
from tests.web.page import Page

CASE_TEXT = "Mother said that he hit Zoë, and that nobody had asked"


def of_sqlite(code, said):
    error = sqlite_module().OperationalError(said)
    error.sqlite_errorcode = code
    return OperationalError("UPDATE judgement SET evidence = ?", {"text": CASE_TEXT}, error)


def of_postgresql(kind, said="", wrapped=OperationalError):
    return wrapped("UPDATE judgement SET evidence = ?", {"text": CASE_TEXT}, kind(said))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY, "database is locked"), BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT, "database is locked"), BUSY),
        (of_sqlite(sqlite3.SQLITE_LOCKED, "database table is locked"), BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL, "database or disk is full"), FULL),
        (of_sqlite(sqlite3.SQLITE_IOERR, "disk I/O error"), DISK),
        (of_sqlite(sqlite3.SQLITE_IOERR_FSYNC, "disk I/O error"), DISK),
        (of_sqlite(sqlite3.SQLITE_READONLY, "attempt to write a readonly database"), READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED, "attempt to write a readonly database"), READ_ONLY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN, "unable to open database file"), AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR, "no such table: audit"), None),
        (of_postgresql(psycopg.errors.DiskFull), FULL),
        (of_postgresql(psycopg.errors.IoError), DISK),
        (of_postgresql(psycopg.errors.AdminShutdown), AWAY),
        (of_postgresql(psycopg.errors.CrashShutdown), AWAY),
        (of_postgresql(psycopg.errors.CannotConnectNow), AWAY),
        (of_postgresql(psycopg.OperationalError, "connection refused"), AWAY),
        (of_postgresql(psycopg.errors.ConnectionTimeout, "timeout"), AWAY),
        (of_postgresql(psycopg.errors.TooManyConnections), BUSY),
        (of_postgresql(psycopg.errors.DeadlockDetected), BUSY),
        (of_postgresql(psycopg.errors.SerializationFailure), BUSY),
        (of_postgresql(psycopg.errors.LockNotAvailable), BUSY),
        (of_postgresql(psycopg.errors.QueryCanceled), BUSY),
        (of_postgresql(psycopg.errors.ReadOnlySqlTransaction, wrapped=InternalError), READ_ONLY),
        (of_postgresql(psycopg.errors.InFailedSqlTransaction, wrapped=InternalError), None),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("full"), None),
    ],
    ids=lambda value: getattr(value, "name", None) or type(getattr(value, "orig", value)).__name__,
)
def test_what_happened_is_told_by_the_code_and_not_by_the_words(error, expected):
    assert fault_of(error) is expected


@pytest.fixture
def refusing(make_app):
    """The application with a page that takes a form and then cannot save it, for this reason."""

    def make(error, *, testing=False):
        app = make_app(testing=testing)

        @requires(Permission.PUBLIC)
        def view():
            raise error

        app.add_url_rule("/scratch", "scratch", view, methods=["GET", "POST"])
        return app.test_client()

    return make


ALL = [
    (of_sqlite(sqlite3.SQLITE_BUSY, "database is locked"), BUSY),
    (of_sqlite(sqlite3.SQLITE_FULL, "database or disk is full"), FULL),
    (of_sqlite(sqlite3.SQLITE_IOERR, "disk I/O error"), DISK),
    (of_postgresql(psycopg.OperationalError, "connection refused"), AWAY),
    (of_postgresql(psycopg.errors.ReadOnlySqlTransaction, wrapped=InternalError), READ_ONLY),
]


@pytest.mark.parametrize("testing", [True, False])
@pytest.mark.parametrize(("error", "fault"), ALL, ids=[fault.name for _, fault in ALL])
def test_the_page_is_plain_and_gives_back_what_was_typed(session, refusing, caplog, testing, error, fault):
    client = refusing(error, testing=testing)
    form = {
        "csrf_token": token(client),
        "one_use": "of the page that was sent",
        "version": "7",
        "text-plan": f"{CASE_TEXT}.\nMore",
        "value-plan": "2",
    }

    with caplog.at_level(logging.DEBUG):
        answer = client.post("/scratch?page=2", data=form)

    page = Page(answer)
    assert (page.status, page.heading) == (fault.status, fault.title)
    assert fault.what_to_do in page.text
    assert page.form_texts == [form["text-plan"]]
    assert answer.headers.get("Retry-After") == (str(fault.retry_after) if fault.retry_after else None)
    assert "Content-Security-Policy" in answer.headers
    assert f"storage: {fault.name}, " in caplog.text
    assert "Mother" not in caplog.text
    [again] = page.tree.xpath("//form[.//button[normalize-space()='Send it again']]")
    assert again.get("action") == "/scratch?page=2"
    sent = {each.get("name"): each.get("value") for each in again.xpath(".//input")}
    assert sent == form


def test_nothing_is_said_to_have_been_sent_where_a_page_was_only_opened(session, refusing):
    page = Page(refusing(ALL[1][0]).get("/scratch"))

    assert page.status == 507
    assert "What you sent" not in page.text
    assert "Send it again" not in page.text


def test_a_password_is_not_written_into_the_page(session, refusing):
    client = refusing(ALL[0][0])

    secret = "a password that is longer than thirty characters"
    page = Page(client.post("/scratch", data={"csrf_token": token(client), "password": secret}))

    assert page.status == 503
    assert secret not in page.text_of_body
    assert "Send it again" not in page.text


def test_what_is_sent_again_is_saved(session, sign_in, client):
    """The token of the page is good for one more try, because the first came to nothing."""
    sign_in(Role.ADMINISTRATOR)
    form = {"csrf_token": token(client), "one_use": "a", "name": "An area sent while the disk was full"}

    def full(committing):
        if "address" in committing.info:  # that of a request, not the test's own
            raise ALL[1][0]

    event.listen(Session, "before_commit", full)
    try:
        page = Page(client.post("/service-areas/new", data=form))
    finally:
        event.remove(Session, "before_commit", full)
    assert page.status == 507

    [again] = page.tree.xpath("//form[.//button[normalize-space()='Send it again']]")
    sent = {each.get("name"): each.get("value") for each in again.xpath(".//input")}
    answer = client.post(again.get("action"), data=sent)

    assert answer.status_code == 302
    assert session.scalars(select(ServiceArea.name)).all() == [form["name"]]
