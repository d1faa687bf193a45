"""The database, for a command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from qa_app.config import Settings, load_settings
from qa_app.database import engine_options, prepare


def open_engine(settings: Settings | None = None) -> Engine:
    """Raises SettingsError when a setting is missing or wrong."""
    options = engine_options((settings or load_settings(os.environ)).database_url)
    engine = create_engine(**options)
    prepare(engine)
    return engine


@contextmanager
def open_session() -> Iterator[Session]:
    """Commits when the command ends well; otherwise nothing was changed."""
    engine = open_engine()
    with Session(engine) as session, session.begin():
        yield session
    engine.dispose()
