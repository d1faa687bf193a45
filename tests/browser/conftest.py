"""The app served to a real browser, on a database of the test's own."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TypeVar

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session
from waitress.server import create_server

from qa_app import migrate
from qa_app.config import Settings
from qa_app.extensions import db
from qa_app.factory import create_app
from qa_app.web.clock import today
from tests.browser.council import fill
from tests.browser.visitor import WAYS, Visitor, Way, visitor
from tests.conftest import SECRET, TEMPLATES

T = TypeVar("T")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("QA_APP_BROWSER", "/usr/bin/chromium-headless-shell")
    if not Path(executable).exists():
        pytest.fail(f"There is no browser at {executable}: python3 run.py test installs it, or says how")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the small council in it, copied for each test."""
    path = tmp_path_factory.mktemp("council") / "qa.sqlite3"
    elsewhere(_fill, path)
    return path


@pytest.fixture
def more_settings() -> dict[str, object]:
    """What a test file needs set besides, which it says by a fixture of its own."""
    return {}


@pytest.fixture
def settings(filled: Path, tmp_path: Path, more_settings: dict[str, object]) -> Settings:
    """With a copy of the council that the test may change."""
    return replace(_settings(Path(shutil.copy(filled, tmp_path / "qa.sqlite3"))), **more_settings)


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """Where the app is served."""
    app = elsewhere(create_app, settings)
    app.jinja_env.bytecode_cache = TEMPLATES
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(
        server.close
    )  # in the server's own thread, which then has nothing to wait for
    thread.join(timeout=10)
    elsewhere(_dispose, app)


@pytest.fixture(params=WAYS, ids=lambda way: way.name.replace(" ", "-"))
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    return found


@pytest.fixture
def arrive(browser: Browser, address: str) -> Iterator[Callable[[Way], Visitor]]:
    """Opens a browser window of its own for each caller, and closes them all."""
    people: list[Visitor] = []

    def come(way: Way) -> Visitor:
        people.append(visitor(browser, address, way))
        return people[-1]

    yield come
    for person in people:
        person.context.close()


@pytest.fixture
def person(arrive: Callable[[Way], Visitor], way: Way) -> Visitor:
    return arrive(way)


def elsewhere(work: Callable[..., T], *given: object) -> T:
    """Runs in a thread of its own: Playwright keeps an event loop in this one, where Flask refuses to
    close its contexts."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        return worker.submit(work, *given).result()


def _fill(path: Path) -> None:
    app = create_app(_settings(path))
    with app.app_context():
        migrate.upgrade(db.engine)
        with Session(db.engine) as session:
            fill(session, today=today())
    # Closing the last connection moves what is in the write-ahead log to the file that is copied.
    _dispose(app)


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def _settings(path: Path) -> Settings:
    return Settings(
        secret_key=SECRET, database_url=f"sqlite:///{path}", council_name="Testshire", https=False
    )
