"""Somebody who brings in any file at the page for it, and what the processes took that read them."""

import io
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from lxml import html
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.importers import apart
from qa_app.models import Base
from tests.browser.council import EMAILS
from tests.factories import PASSWORD

KEPT_OF_A_VISIT = frozenset(
    {"import_batch", "sent_form", "sign_in_attempt", "trail_entry", "trail_seal", "web_session"}
)
"""What is written when somebody signs in and uploads a file that they do not add."""

LONGEST_WAIT = 60


@dataclass(frozen=True)
class Answer:
    """How a file was answered: 302 to its page, or 422 with a sentence at the field."""

    status: int
    said: str
    seconds: float
    """Of a processor, in this process; see `measured_workers` for that of the worker."""


class Uploader:
    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        page = html.fromstring(self.client.get("/sign-in").get_data())
        person = {"email": EMAILS[Role.QA_LEAD], "password": PASSWORD}
        self.client.post("/sign-in", data={**_token(page), **person})
        self.token = _token(html.fromstring(self.client.get("/imports").get_data()))

    def send(self, kind: str, name: str, content: bytes) -> Answer:
        begun = time.thread_time()
        sent = {**self.token, kind: (io.BytesIO(content), name)}
        answer = self.client.post(f"/imports/{kind}", data=sent, content_type="multipart/form-data")
        if answer.status_code != 302:
            page = html.fromstring(answer.get_data())
            said = page.xpath(f"//*[@id='{kind}-error']/text()[normalize-space()]")
            return Answer(answer.status_code, " ".join(said).strip(), time.thread_time() - begun)
        return Answer(302, self._report(answer.location), time.thread_time() - begun)

    def _report(self, path: str) -> str:
        until = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < until:
            answer = self.client.get(path)
            page = html.fromstring(answer.get_data())
            heading = page.xpath("string(//h1)")
            if answer.status_code != 200:
                return f"{path} answered {answer.status_code}"
            if not heading.startswith("Checking"):
                text = (
                    page.xpath("string(//h1/following-sibling::p)")
                    if "cannot be read" in heading
                    else heading
                )
                return " ".join(text.split())
            time.sleep(0.1)
        return "The check did not end"


def _token(page: html.HtmlElement) -> dict[str, Any]:
    return {"csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0]}


def rows_of_the_council(session: Session) -> Mapping[str, int]:
    """How many rows each table has but those that a visit writes in any case."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name not in KEPT_OF_A_VISIT
    }


@dataclass(frozen=True)
class Took:
    """What one process took that read a file."""

    seconds: float
    megabytes: float


class MeasuredWorkers:
    """Whatever ended by itself; what was killed took no more than its limits."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        os.mkfifo(kept)  # a pipe, because to a file such a process may not write
        self._end = os.open(kept, os.O_RDWR | os.O_NONBLOCK)
        self._took: list[Took] = []

    @property
    def took(self) -> list[Took]:
        with suppress(BlockingIOError):
            while noted := os.read(self._end, 1 << 16):
                for line in noted.decode().splitlines():
                    seconds, kilobytes = line.split()
                    self._took.append(Took(float(seconds), int(kilobytes) / 1024))
        return self._took

    def close(self) -> None:
        os.close(self._end)


@contextmanager
def measured_workers(folder: Path) -> Iterator[MeasuredWorkers]:
    """On Linux, which tells what a process took at most."""
    workers, start = MeasuredWorkers(folder / "took"), apart._START
    apart._START = NOTING.format(kept=str(workers.kept)) + start
    try:
        yield workers
    finally:
        apart._START = start
        workers.close()


NOTING = """
import atexit, os
status, kept = open("/proc/self/status"), open({kept!r}, "a")
def note():
    status.seek(0)
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    kept.write(f"{{sum(os.times()[:2])}} {{peak}}\\n")
    kept.flush()
atexit.register(note)
"""
