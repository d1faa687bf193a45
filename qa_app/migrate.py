"""Bringing a database to the newest schema."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from qa_app.config import ROOT


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """All of it or nothing: the migrations run in one transaction."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), to)


@contextmanager
def upgraded(engine: Engine) -> Iterator[Session]:
    """A session on the newest schema: the migrations and all that is done in it are one transaction, so
    that what has to be there after an upgrade never lacks because it was stopped half way."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")
        with Session(connection) as session:
            yield session
            session.commit()


def downgrade(engine: Engine, *, to: str) -> None:
    with engine.begin() as connection:
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this code expects."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str | None:
    """The revision of the schema that this code expects."""
    return ScriptDirectory.from_config(_scripts()).get_current_head()


def _config(connection: Connection) -> Config:
    config = _scripts()
    config.attributes["connection"] = connection
    return config


def _scripts() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
