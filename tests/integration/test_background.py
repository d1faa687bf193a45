"""The thread that works beside the pages."""

import logging
from datetime import timedelta
from threading import Event
from threading import enumerate as threads

import pytest

from qa_app.background import JOBS, Job, Loop, do_all
from qa_app.config import Settings
from qa_app.domain.letters import Letter
from qa_app.mailing.sending import now
from qa_app.services.mail import queue
from tests.conftest import SECRET
from tests.mail_server import HOST, mail_server

CASE_TEXT = "Mother said that he hit Zoë"
SOON = timedelta(milliseconds=20)


@pytest.fixture
def settings(database_url) -> Settings:
    return Settings(secret_key=SECRET, database_url=database_url)


@pytest.fixture
def run(settings):
    """Starts a loop with these jobs, and stops it when the test ends."""
    loops = []

    def start(*jobs: Job, settings: Settings = settings) -> Loop:
        loops.append(Loop(settings, jobs=jobs))
        loops[-1].start()
        return loops[-1]

    yield start
    for loop in loops:
        loop.stop()
    assert "background" not in {thread.name for thread in threads()}


class Count:
    """Waits until something was done so often."""

    def __init__(self, wanted: int, *, fails: bool = False) -> None:
        self.times, self._wanted, self._fails, self._reached = 0, wanted, fails, Event()

    def __call__(self, *_: object) -> None:
        self.times += 1
        if self.times >= self._wanted:
            self._reached.set()
        if self._fails:
            raise KeyError(CASE_TEXT)

    def wait(self) -> bool:
        return self._reached.wait(10)


def test_each_job_is_done_again_and_again(engine, run):
    often, seldom = Count(5), Count(1)

    run(Job("often", SOON, often), Job("seldom", timedelta(hours=1), seldom))

    assert seldom.wait()
    assert often.wait()
    assert seldom.times == 1


def test_a_job_that_fails_is_tried_again_and_stops_no_other(engine, run, caplog):
    fails, works = Count(3, fails=True), Count(3)

    run(Job("fails", SOON, fails), Job("works", SOON, works))

    assert fails.wait()
    assert works.wait()


def test_of_a_job_that_fails_its_kind_and_place_are_logged_and_not_what_it_says(engine, settings, caplog):
    jobs = (Job("read cases", SOON, Count(1, fails=True)), Job("work", SOON, Count(1)))

    with caplog.at_level(logging.DEBUG):
        assert do_all(engine, settings, jobs=jobs) == ["read cases"]

    assert f"job “read cases” failed: KeyError at {__file__}" in caplog.text
    assert "Mother" not in caplog.text + "".join(str(record.exc_info) for record in caplog.records)


def test_e_mails_leave_by_themselves(session, database_url, run):
    with mail_server() as served:
        named = {"smtp_host": HOST, "smtp_port": served.port, "smtp_security": "none"}
        settings = Settings(SECRET, database_url, mail_from="audits@testshire.example", **named)
        queue(session, Letter("Hello", "A line.\n"), to="ada@testshire.example", at=now())
        session.commit()
        # The shipped jobs, so that none of them stands in the way of the others.
        run(*JOBS, settings=settings)
        assert served.came.wait(10)

    assert [got.text for got in served.received] == ["A line.\n"]


def test_every_job_does_its_work_on_a_database_with_nothing_to_do(engine, session, settings):
    session.commit()

    assert do_all(engine, settings) == []
    assert len({job.name for job in JOBS}) == len(JOBS)
