"""Reading a file that somebody sent, in a process of its own that may take so much and no more.

Whatever a file does to what reads it is done to that process. It starts with an empty environment and no
connection, so that there is nothing to find in it, and it is gone when the file is read.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO

from qa_app.importers.collecting import without_collecting
from qa_app.importers.handing_back import Nonsense, sheet_from_lines
from qa_app.importers.limits import Limits, limits_for
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import Sheet
from qa_app.importers.zip_parts import TOO_LARGE

AT_ONCE = 2
"""Files that a process of the server has read at the same time; more would take the machine's memory."""

ON_A_BUSY_MACHINE = 4 if find_spec("resource") else 1
"""So many times longer than it may keep a processor a file may take by the clock. Where the platform does
not count a processor's time, as Windows does not, the clock is all there is."""

TO_END = 0.5
"""Seconds that a process is given to end by itself when it has said what it had to say."""

PATIENCE = 10.0
"""Seconds that a page waits for its turn."""

NOT_READ = (
    "This file could not be read: it is damaged, or far larger than it looks. Open it in the program it comes"
    " from, save it as an Excel workbook (*.xlsx) or as CSV, and try again."
)
TOOK_TOO_LONG = (
    "This file could not be read: it took too long for its size. Copy the rows into a new workbook (*.xlsx),"
    " or save the sheet as CSV, and try again."
)
BUSY = "Other files are being read at this moment. Wait a minute, then send this one again."

_START = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from qa_app.importers.worker import main; main(*map(int, sys.argv[2:]))"
)
_ROOT = Path(__file__).parent.parent.parent
_NEEDED_TO_START = ("SYSTEMROOT", "LD_LIBRARY_PATH")

_turns = BoundedSemaphore(AT_ONCE)
_log = logging.getLogger("qa_app")


class NotNow(UnreadableFile):
    """The file may be read another time: others are being read."""


def read_apart(content: bytes, file_name: str, *, patience: float | None = None) -> Sheet:
    """What `read_sheet` would read. Raises UnreadableFile, also for a file that takes too long or too much,
    and NotNow when others are still being read after `patience` seconds, or as long as a page waits.
    """
    if not _turns.acquire(timeout=PATIENCE if patience is None else patience):
        raise NotNow(BUSY)
    try:
        return _read(content, file_name, limits_for(len(content)))
    finally:
        _turns.release()


def _read(content: bytes, file_name: str, limits: Limits) -> Sheet:
    begun = time.monotonic()
    with _worker(limits) as (process, sent, handed_back):
        try:
            with suppress(OSError):  # it has ended already, and what it said of that comes below
                sent.write(json.dumps(file_name).encode() + b"\n")
                sent.write(content)
                sent.close()
            with without_collecting():
                return sheet_from_lines(_lines(handed_back, limits.answer))
        except Nonsense:
            process.kill()
            code = process.wait()
    took = time.monotonic() - begun
    # Nothing of the file is logged: it can hold case text.
    _log.warning("a file of %d bytes was not read: exit code %s after %.1f s", len(content), code, took)
    raise UnreadableFile(TOOK_TOO_LONG if took >= limits.seconds else NOT_READ)


def _lines(handed_back: IO[bytes], most: int) -> Iterator[bytes]:
    """Raises UnreadableFile for more bytes than that; a line cut off is none."""
    left = most
    while line := handed_back.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise UnreadableFile(TOO_LARGE)
        if line.endswith(b"\n"):
            yield line


@contextmanager
def _worker(limits: Limits) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]:
    """Started, and ended whatever happens: at the latest when its time is over."""
    process = subprocess.Popen(  # noqa: S603  # our own code, and nothing of the file among the arguments
        _command(limits),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ},
    )
    assert process.stdin is not None  # noqa: S101  # for the type checker
    assert process.stdout is not None  # noqa: S101  # likewise
    timer = Timer(limits.seconds * ON_A_BUSY_MACHINE, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield process, process.stdin, process.stdout
    finally:
        timer.cancel()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(TO_END)  # with nobody to write to, it has nothing left to do
        process.kill()
        process.wait()


def _command(limits: Limits) -> list[str]:
    python = [sys.executable, "-I", "-B", "-X", "utf8"]
    return [*python, "-c", _START, str(_ROOT), str(limits.memory), str(limits.seconds)]
