"""A file is read while nobody else waits, and by a process that may fail."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from sqlalchemy import func, select

from qa_app.domain.roles import Role
from qa_app.features.imports import checking, reading
from qa_app.importers import apart
from qa_app.importers.limits import Limits
from qa_app.importers.sheet import read_sheet
from qa_app.models import Audit, ImportBatch, ServiceArea
from tests.data_builders.audit_files import audits, csv_file
from tests.factories import a_service_area, a_stream, a_tool, a_tool_version

CONTENT = csv_file(audits({}))


@pytest.fixture(autouse=True)
def council(session, sign_in):
    a_tool_version(session, a_tool("assessment", code="case-file", texts=("strengths",)))
    session.add_all([a_service_area("North"), a_stream("Monthly")])
    return sign_in(Role.QA_LEAD)


@pytest.fixture
def upload(send):
    def post(content: bytes = CONTENT, *, status: int = 200):
        return send("/imports/audits", {"audits": (io.BytesIO(content), "audits.csv")}, status=status)

    return post


def count(session, model) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def test_somebody_else_saves_while_a_file_is_read(upload, send, session, monkeypatch):
    def read_and_save(content, name):
        meanwhile(send, "/service-areas/new", {"name": "South"})
        return read_sheet(content, name)

    monkeypatch.setattr(reading, "read_apart", read_and_save)

    assert upload().heading == "audits.csv is ready to be added"
    assert count(session, ServiceArea) == 2


def test_the_same_form_sent_again_while_its_file_is_read_takes_effect_once(get, client, session, monkeypatch):
    form = get("/imports").form("/imports/audits")
    answers = []

    def press() -> None:
        sent = form | {"audits": (io.BytesIO(CONTENT), "audits.csv")}
        answers.append(client.post("/imports/audits", data=sent))

    def read_slowly(content, name):
        monkeypatch.setattr(reading, "read_apart", read_sheet)
        meanwhile(press)
        return read_sheet(content, name)

    monkeypatch.setattr(reading, "read_apart", read_slowly)
    press()

    assert len({answer.location for answer in answers}) == 1
    assert [answer.status_code for answer in answers] == [302, 302]
    assert count(session, ImportBatch) == 1


def meanwhile(work, *arguments) -> None:
    """In a thread, as another request has; where that waits for the one that waits for it, the test fails."""
    with ThreadPoolExecutor(1) as other:
        other.submit(work, *arguments).result(timeout=15)


def nothing_of_it(seconds: int = 4) -> Limits:
    return Limits(seconds=seconds, memory=256 * 2**20, unpacked=0, answer=10**6)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("raise SystemExit(3)", apart.NOT_READ),
        ("import os; os.kill(os.getpid(), 11)", apart.NOT_READ),
        ("print('nonsense')", apart.NOT_READ),
        ('print(\'{"headings": ["a"], "first_row": 2}\\n[["x", ""]]\')', apart.NOT_READ),  # cut off
        ('print(\'{"headings": ["a"], "first_row": 2}\\n[["x"]]\\n{"rows": 1}\')', apart.NOT_READ),
        ('print(\'{"headings": ["a"], "first_row": 2}\\n[[7, ""]]\\n{"rows": 1}\')', apart.NOT_READ),
        ('print(\'{"headings": ["a"], "first_row": 2}\\n[["x", ""]]\\n{"rows": 2}\')', apart.NOT_READ),
        ("print('[' * 100_000)", apart.NOT_READ),
        ("print('x' * 2_000_000)", "Unpacked, this workbook is too large to be read."),
        ("import time; time.sleep(60)", apart.TOOK_TOO_LONG),
        ("while True: pass", apart.TOOK_TOO_LONG),
    ],
)
def test_a_process_that_fails_is_a_sentence_at_the_field(upload, session, monkeypatch, program, sentence):
    monkeypatch.setattr(apart, "_START", program)
    monkeypatch.setattr(apart, "ON_A_BUSY_MACHINE", 1)
    monkeypatch.setattr(apart, "limits_for", lambda size: nothing_of_it(seconds=1))

    page = upload(status=422)

    assert page.errors[0].startswith(sentence)
    assert page.tree.xpath("//*[@id='audits-error']")
    assert (count(session, ImportBatch), count(session, Audit)) == (0, 0)


def test_a_third_file_is_told_to_wait(upload, session, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.05)
    for _ in range(apart.AT_ONCE):
        assert apart._turns.acquire(timeout=1)
    try:
        page = upload(status=422)
    finally:
        for _ in range(apart.AT_ONCE):
            apart._turns.release()

    assert page.errors == [apart.BUSY]
    assert count(session, ImportBatch) == 0
    assert upload().heading == "audits.csv is ready to be added"


def test_a_long_file_that_cannot_be_read_is_forgotten_and_its_page_says_why(
    upload, get, send, session, monkeypatch
):
    monkeypatch.setattr("qa_app.features.imports.routes.READ_AT_ONCE", 0)
    upload(b"a,b\r\n\x81\x8d,1\r\n")
    number = session.scalars(select(ImportBatch.id)).one()
    path = f"/imports/{number}"

    page = wait_for(get, path)

    assert page.heading == "audits.csv cannot be read"
    assert "This is not a text file." in page.text
    assert "Check again" not in page.text
    session.expire_all()
    assert session.get_one(ImportBatch, number).content is None
    send(f"{path}/check", status=409)
    assert send(f"{path}/abandon").heading == "Bring in files"


def test_a_long_file_whose_turn_does_not_come_is_kept(upload, get, send, session, monkeypatch):
    monkeypatch.setattr("qa_app.features.imports.routes.READ_AT_ONCE", 0)
    monkeypatch.setattr(checking, "PATIENCE", 0.05)
    for _ in range(apart.AT_ONCE):
        assert apart._turns.acquire(timeout=1)
    try:
        upload()
        path = f"/imports/{session.scalars(select(ImportBatch.id)).one()}"
        page = wait_for(get, path)
    finally:
        for _ in range(apart.AT_ONCE):
            apart._turns.release()

    assert apart.BUSY in page.text
    send(f"{path}/check", page.form(f"{path}/check"))
    assert wait_for(get, path).heading == "audits.csv is ready to be added"


def test_a_file_of_many_rows_is_checked_beside_the_page_however_short_it_is(
    upload, get, session, monkeypatch
):
    started = []
    monkeypatch.setattr(checking, "Thread", lambda **thread: started.append(thread) or Thread(**thread))
    monkeypatch.setattr("qa_app.features.imports.routes.CHECKED_AT_ONCE", 0)

    upload()

    assert len(started) == 1
    path = f"/imports/{session.scalars(select(ImportBatch.id)).one()}"
    assert wait_for(get, path).heading == "audits.csv is ready to be added"


def wait_for(get, path: str):
    for _ in range(1_200):
        page = get(path)
        if not page.heading.startswith("Checking"):
            return page
        time.sleep(0.05)
    raise AssertionError(page.text)
