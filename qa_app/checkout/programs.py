"""Other programs, started so that their failure is a sentence and not a traceback."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa_app.checkout.problem import Problem

ROOT = Path(__file__).resolve().parent.parent.parent


def succeeds(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None) -> bool:
    """Run a command in the checkout, its output going straight to the person."""
    sys.stdout.flush()
    try:
        return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment).returncode == 0
    except FileNotFoundError:
        return False


def must_succeed(
    command: Sequence[str | Path], *, otherwise: str, environment: Mapping[str, str] | None = None
) -> None:
    if not succeeds(command, environment=environment):
        raise Problem(otherwise)


def become(command: Sequence[str | Path]) -> int:
    """Hand the rest of this process over, so that Ctrl+C and a stop signal reach the program itself.

    Windows cannot replace a process: there the program is waited for instead.
    """
    sys.stdout.flush()
    arguments = [str(part) for part in command]
    os.chdir(ROOT)
    if os.name == "posix":
        os.execv(arguments[0], arguments)
    try:
        return subprocess.run(arguments).returncode
    except KeyboardInterrupt:
        return 0
