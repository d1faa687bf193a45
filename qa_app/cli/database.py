import os
from pathlib import Path

import click
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError

from qa_app import migrate
from qa_app.cli.session import open_engine
from qa_app.config import load_settings
from qa_app.services.sealing import seal_the_rest
from qa_app.services.setting_up import set_up


@click.command("upgrade")
def upgrade_command() -> None:
    """Make the database, or bring it to the newest schema."""
    settings = load_settings(os.environ)
    engine = open_engine(settings)
    _make_folder(engine.url)
    try:
        with migrate.upgraded(engine) as session:
            set_up(session, grade_labels=settings.grade_labels)
            seal_the_rest(session)
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
    engine.dispose()
    click.echo(f"The database is up to date: {engine.url.render_as_string(hide_password=True)}")


def _make_folder(url: URL) -> None:
    """SQLite makes the file but not the folder it lies in, and only its owner needs to read there."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
