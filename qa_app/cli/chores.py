import os

import click

from qa_app.cli.session import open_newest
from qa_app.config import load_settings


@click.command("chores")
def chores_command() -> None:
    """Do once what `qa-app serve` does beside serving. For a timer, where another server serves."""
    from qa_app.background import do_all

    settings = load_settings(os.environ)
    with open_newest(settings) as engine:
        failed = do_all(engine, settings)
    if failed:
        raise click.ClickException(f"Not done: {', '.join(failed)}. The log says where each failed.")
