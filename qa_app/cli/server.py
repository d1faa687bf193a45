import os

import click

from qa_app import migrate
from qa_app.cli.session import open_engine
from qa_app.config import load_settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def serve_command(host: str, port: int, threads: int) -> None:
    """Serve the application with waitress."""
    import waitress

    from qa_app.factory import create_app

    settings = load_settings(os.environ)
    if not migrate.is_current(open_engine(settings)):
        raise click.ClickException("The database is not up to date. Run: qa-app upgrade")
    click.echo(f"Serving on http://{host}:{port}")
    waitress.serve(create_app(settings), host=host, port=port, threads=threads, ident=None)
