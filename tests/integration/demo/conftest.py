from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, joinedload, selectinload

from qa_app.database import engine_options, prepare
from qa_app.demo.database import make, url_of
from qa_app.models import Audit, AuditToolVersion, Judgement

Opened = Callable[[Path], AbstractContextManager[Session]]

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)


@contextmanager
def opened(path: Path) -> Iterator[Session]:
    engine = create_engine(**engine_options(url_of(path)))
    prepare(engine, seal_key=bytes(32))
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def open_demonstration() -> Opened:
    return opened


@pytest.fixture(
    scope="session",
    params=[
        # The first morning of a quarter and of a reporting year, before anything of it was audited.
        datetime(2026, 4, 1, 5, 0, tzinfo=UTC),
        # In London it is the first of January already, and a bank holiday.
        datetime(2028, 12, 31, 23, 59, tzinfo=UTC),
        # A Sunday, and a leap day's month.
        datetime(2028, 2, 27, 21, 0, tzinfo=UTC),
    ],
    ids=lambda now: f"{now:%Y-%m-%d}",
)
def now(request: pytest.FixtureRequest) -> datetime:
    return request.param


@pytest.fixture(scope="session")
def demonstration(now: datetime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The whole invented council, made once for each day; tests only read it."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    make(path, now=now, seal_key=bytes(32))
    with opened(path) as session:
        yield session


@pytest.fixture(scope="session")
def audits(demonstration: Session) -> list[Audit]:
    """Every audit with its judgements and what they answer."""
    whole = (
        selectinload(Audit.judgements).joinedload(Judgement.question),
        joinedload(Audit.tool_version).joinedload(AuditToolVersion.scale),
        joinedload(Audit.service_area),
    )
    return list(demonstration.scalars(select(Audit).options(*whole)))
