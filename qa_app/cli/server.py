import logging
import os
import select
import time
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.cli.session import open_engine
from qa_app.config import Settings, load_settings
from qa_app.queries.health import database_health, keeping

CAN_POLL = hasattr(select, "poll")
MOST_CONNECTIONS = 900 if CAN_POLL else 400
"""Below what a process may have open at once: often 1,024 files, and on Windows 512 sockets."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def serve_command(host: str, port: int, threads: int) -> None:
    """Serve the application with waitress, and do beside it what `qa-app chores` does."""
    import waitress

    from qa_app.background import Loop
    from qa_app.factory import create_app

    settings = load_settings(os.environ)
    _say_when()
    _check_database(settings)
    if settings.https and not settings.trusted_proxies:
        click.echo(
            "Cookies are sent over HTTPS only, and no proxy is trusted to have spoken it: set"
            " trusted_proxies behind one, or https to false to try the service on this machine alone."
        )
    click.echo(f"Serving on http://{host}:{port}")
    loop = Loop(settings)
    loop.start()
    try:
        waitress.serve(
            create_app(settings),
            host=host,
            port=port,
            threads=threads,
            ident=None,
            # Hundreds of slow clients must not keep the others out.
            connection_limit=MOST_CONNECTIONS,
            asyncore_use_poll=CAN_POLL,
            # The application itself believes as many X-Forwarded-... as there are trusted proxies.
            clear_untrusted_proxy_headers=False,
        )
    finally:
        loop.stop()


def _say_when() -> None:
    """Each line of the log begins with its time, in UTC."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(
        format="%(asctime)sZ %(levelname)s %(name)s: %(message)s", datefmt="%Y-%m-%dT%H:%M:%S"
    )


def _check_database(settings: Settings) -> None:
    """Says which database is in use and what needs looking at, as the page on the system does.

    Raises ClickException when the schema is not up to date.
    """
    from qa_app.features.health.presenters import health_facts, warnings_in
    from qa_app.features.health.surroundings import look_around

    engine = open_engine(settings)
    if not migrate.is_current(engine):
        raise click.ClickException("The database is not up to date. Run: qa-app upgrade")
    with Session(engine) as session:
        health = database_health(session)
        kept = keeping(session)
    engine.dispose()
    click.echo(f"Database: {health}")
    facts = health_facts(health, kept, look_around(settings, at=datetime.now(UTC)), expected=migrate.newest())
    for fact in warnings_in(facts):
        if fact.label != "Database":  # which was said above
            click.echo(f"Warning: {fact}")
