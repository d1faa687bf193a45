import os

import click
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.cli.session import open_engine
from qa_app.config import load_settings
from qa_app.services.setting_up import set_up


@click.command("upgrade")
def upgrade_command() -> None:
    """Make the database, or bring it to the newest schema."""
    settings = load_settings(os.environ)
    engine = open_engine(settings)
    migrate.upgrade(engine)
    with Session(engine) as session, session.begin():
        set_up(session, grade_labels=settings.grade_labels)
    click.echo(f"The database is up to date: {engine.url.render_as_string(hide_password=True)}")
