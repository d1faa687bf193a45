"""What is done beside answering pages: by a thread of `qa-app serve`, or by `qa-app chores` from a timer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from qa_app.anchor import keep_anchored
from qa_app.config import Settings
from qa_app.database import engine_options, prepare
from qa_app.domain.errors import place_of
from qa_app.mailing import send_waiting
from qa_app.mailing.sending import now
from qa_app.services.housekeeping import forget_what_is_old

log = logging.getLogger("qa_app")


@dataclass(frozen=True)
class Job:
    """`work` does a little, leaves no transaction open, and may run in several processes at a time."""

    name: str
    every: timedelta
    work: Callable[[Engine, Settings], object]


def _forget_what_is_old(engine: Engine, settings: Settings) -> None:
    with Session(engine) as session, session.begin():
        forget_what_is_old(session, at=now())


JOBS: tuple[Job, ...] = (
    Job("send e-mails", timedelta(seconds=10), send_waiting),
    Job("forget what is old", timedelta(hours=6), _forget_what_is_old),
    Job("anchor the trail", timedelta(minutes=15), keep_anchored),
)
"""In this order, one after the other."""


def do_all(engine: Engine, settings: Settings, *, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Each job once; the names of those that failed."""
    return [job.name for job in jobs if not do(job, engine, settings)]


def do(job: Job, engine: Engine, settings: Settings) -> bool:
    """Whether it went well. Where not, its kind and place are logged; the text could quote a case."""
    try:
        job.work(engine, settings)
    except Exception as error:
        log.error("job “%s” failed: %s at %s", job.name, type(error).__name__, place_of(error))
        return False
    return True


class Loop:
    """A thread that does each job whenever its time has come, whatever becomes of the others."""

    def __init__(self, settings: Settings, *, jobs: tuple[Job, ...] = JOBS) -> None:
        self._settings = settings
        self._jobs = jobs
        self._ended = Event()
        # The server ends without waiting for it: what it had begun is begun again.
        self._thread = Thread(target=self._run, name="background", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, timeout: float = 5) -> None:
        self._ended.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        engine = create_engine(**engine_options(self._settings.database_url))
        prepare(engine, seal_key=self._settings.seal_key)
        due = dict.fromkeys(self._jobs, 0.0)
        while not self._ended.wait(max(0.0, min(due.values()) - monotonic())):
            job = min(due, key=lambda each: due[each])
            do(job, engine, self._settings)
            due[job] = monotonic() + job.every.total_seconds()
        engine.dispose()
