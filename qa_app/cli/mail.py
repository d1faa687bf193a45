"""E-mails from the command line."""

import os

import click

from qa_app.cli.session import open_newest, open_session
from qa_app.config import load_settings
from qa_app.domain.plurals import plural
from qa_app.domain.tables import shown_time


@click.group("mail")
def mail_command() -> None:
    """E-mails on their way."""


@mail_command.command("send")
def send() -> None:
    """Send what waits. For a timer, where `qa-app serve` does not run."""
    from qa_app.mailing import send_waiting

    settings = load_settings(os.environ)
    if not settings.smtp_host:
        raise click.ClickException("No e-mails are sent, because smtp_host is not set. See docs/settings.md.")
    with open_newest(settings) as engine:
        done = send_waiting(engine, settings)
    click.echo(f"{plural(done.sent, 'e-mail')} sent.")
    if done.failed:
        raise click.ClickException(
            f"{plural(done.failed, 'e-mail')} could not be sent, and will be tried again. {done.problem}."
        )


@mail_command.command("list")
def list_emails() -> None:
    """Every e-mail of the last month, without what it says: when, to whom, subject, what became of it."""
    from qa_app.queries.mail import all_emails

    with open_session() as session:
        for row in all_emails(session):
            tries = f"tried {plural(row.attempts, 'time')}"
            cells = (shown_time(row.made_at), row.recipient, row.subject, row.fate, tries, row.problem)
            click.echo("\t".join(filter(None, cells)))
