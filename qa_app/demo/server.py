"""Serving the demonstration on this machine only."""

import errno
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

from waitress.server import create_server

from qa_app.config import Settings
from qa_app.demo.council import NAME
from qa_app.demo.database import DemoError, url_of
from qa_app.demo.people import PASSWORD, VISITORS
from qa_app.factory import create_app

HOST = "127.0.0.1"
THREADS = 4


def settings_of(path: Path) -> Settings:
    """What the demonstration runs with, whatever the environment or settings.toml say."""
    return Settings(
        secret_key=_secret(path.with_name("demo-secret")),
        database_url=url_of(path),
        council_name=NAME,
        https=False,
        demo=True,
    )


def check_port_is_free(port: int) -> None:
    """Raises DemoError. A server that is already there answers; Windows would let two share a port."""
    with socket.socket() as trying:
        trying.settimeout(1)
        if trying.connect_ex((HOST, port)) == 0:
            raise _in_use(port)


def serve(path: Path, *, port: int) -> None:
    """Until Ctrl-C. Once the port listens, prints where it is and how to sign in. Raises DemoError."""
    app = create_app(settings_of(path))
    try:
        server = create_server(app, host=HOST, port=port, threads=THREADS, ident=None)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise _in_use(port) from error
        raise
    print("\n".join(_welcome(port)), flush=True)
    server.run()


def _in_use(port: int) -> DemoError:
    return DemoError(
        f"Port {port} is taken: perhaps the demonstration is running already. "
        f"Stop the other program, or choose another port: python3 run.py demo --port {port + 1}"
    )


def _welcome(port: int) -> Iterator[str]:
    width = max(len(label) for label, _ in VISITORS)
    longest = max(len(person.email) for _, person in VISITORS)
    yield ""
    yield f"{NAME} is ready at http://{HOST}:{port}"
    yield ""
    yield f"  {'Sign in as':<{width}}  {'E-mail':<{longest}}  Password"
    for label, person in VISITORS:
        yield f"  {label:<{width}}  {person.email:<{longest}}  {PASSWORD}"
    yield ""
    yield "Everything in it is invented. Stop it with Ctrl-C; your changes are kept until --reset."


def _secret(path: Path) -> str:
    """Made once, so that people stay signed in when the demonstration is started again."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
