"""Commands of `qa-app`, each in a process of its own that can be killed at any moment.

The processes come from one that has read the app already, so that a trial does not wait for that.
"""

import atexit
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.data_builders.places import pg_tools
from tests.proofs._serving import SECRET, answers, folder_of

_WORKERS = multiprocessing.get_context("forkserver")
_WORKERS.set_forkserver_preload(
    ["tests.proofs._command", "qa_app.factory", "qa_app.background", "qa_app.migrate", "waitress"]
)

LONGEST = 120
"""Seconds after which a command hangs."""


def started(*arguments: str, url: str) -> BaseProcess:
    """`qa-app` with these arguments, on this database."""
    environment = {
        "DATABASE_URL": url,
        "PG_TOOLS": pg_tools(),
        "TRAIL_ANCHOR": str(folder_of(url) / "trail-anchor.txt"),
        "SAID": str(_said()),
    }
    process = _WORKERS.Process(target=_run, args=(arguments, environment))
    process.start()
    return process


def run(*arguments: str, url: str) -> float:
    """How many seconds it took to its end. Raises RuntimeError where it failed."""
    begun = time.monotonic()
    process = started(*arguments, url=url)
    process.join(LONGEST)
    if process.exitcode != 0:
        process.kill()
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.exitcode}: {said()[-1_000:]}")
    return time.monotonic() - begun


def killed(*arguments: str, url: str, after: float) -> bool:
    """Whether it was still at work after so many seconds, when it was killed."""
    process = started(*arguments, url=url)
    process.join(after)
    was_at_work = process.is_alive()
    process.kill()
    process.join()
    return was_at_work


@dataclass(frozen=True)
class Server:
    """`qa-app serve`, which can be killed at any moment."""

    process: BaseProcess

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def serving(url: str, *, port: int, threads: int) -> Server:
    """Raises RuntimeError where it does not answer."""
    server = Server(started("serve", "--port", str(port), "--threads", str(threads), url=url))
    if answers(port, still=server.process.is_alive):
        return server
    server.kill()
    raise RuntimeError(f"The server does not answer: {said()[-1_000:]}")


def said() -> str:
    """All that the commands have said, and what servers have logged."""
    return _said().read_text(errors="replace") if _said().exists() else ""


@cache
def _said() -> Path:
    """Where the commands write what they would write on the screen."""
    folder = tempfile.mkdtemp(prefix="qa-proof-said-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder) / "said"


def _run(arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
    from qa_app.cli import cli

    os.environ.update({"SECRET_KEY": SECRET, "HTTPS": "false", "GUESSES_FROM_ADDRESS": "10000"})
    os.environ.update(environment)
    said = os.open(environment["SAID"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(said, stream)
    cli(arguments, prog_name="qa-app")
