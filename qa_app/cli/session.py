"""The database, for a command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from qa_app.config import Settings, load_settings
from qa_app.database import engine_options, prepare
from qa_app.queries.health import schema_revision


def open_engine(settings: Settings | None = None) -> Engine:
    """Raises SettingsError when a setting is missing or wrong."""
    settings = settings or load_settings(os.environ)
    engine = create_engine(**engine_options(settings.database_url))
    prepare(engine, seal_key=settings.seal_key)
    return engine


@contextmanager
def open_newest(settings: Settings) -> Iterator[Engine]:
    """Raises ClickException when the database has not the schema that this code expects."""
    from qa_app import migrate  # reads Alembic

    engine = open_engine(settings)
    try:
        if not migrate.is_current(engine):
            raise click.ClickException("The database is not up to date. Run: qa-app upgrade")
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_session() -> Iterator[Session]:
    """Commits when the command ends well; otherwise nothing was changed.

    Raises ClickException when there is no database to work on.
    """
    settings = load_settings(os.environ)
    engine = open_engine(settings)
    try:
        with Session(engine, info={"council_name": settings.council_name}) as session, session.begin():
            if schema_revision(session) is None:
                raise click.ClickException(
                    "The database was never set up, or does not answer. Run: qa-app upgrade"
                )
            yield session
    finally:
        engine.dispose()
