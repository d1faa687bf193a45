"""Files that are there whole or not at all, and that nobody else reads."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qa_app.backup.problem import BackupProblem

UNFINISHED = ".qa-app-unfinished-"
A_DAY = 24 * 60 * 60


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A folder of our own on the same disk for what is not whole yet, removed with all that is in it.

    Raises BackupProblem when the file is there already, or its folder is not, or its disk is full.
    """
    check_is_new(file)
    folder = file.resolve().parent
    if not folder.is_dir():
        raise BackupProblem(f"There is no folder {folder}. Make it first, and let nobody else read in it.")
    _clear_away(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as unfinished:
            yield Path(unfinished)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise BackupProblem(
            f"The disk that holds {folder} is full. Nothing was written: make room, then try again."
        ) from error


def check_is_new(file: Path) -> None:
    if file.exists():
        raise BackupProblem(f"{file} is there already, and nothing is ever overwritten. Name another file.")


def put_in_place(made: Path, file: Path) -> None:
    """Gives what was made its name, once it is on the disk, and never to the loss of another."""
    made.chmod(0o600)
    with made.open("rb+") as opened:
        os.fsync(opened.fileno())
    try:
        # Unlike renaming, which on Unix replaces what is there.
        os.link(made, file)
    except FileExistsError:
        check_is_new(file)
        raise
    except OSError:
        # Some network drives have no links.
        check_is_new(file)
        made.rename(file)
    _sync_folder(file.resolve().parent)


def _sync_folder(folder: Path) -> None:
    """So that the name too outlives a power cut; Windows does so by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_away(folder: Path) -> None:
    """What was being made when the power went, a day ago or more, is as secret as the database."""
    for left in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            newest = max(each.stat().st_mtime for each in (left, *left.iterdir()))
            if newest < time.time() - A_DAY:
                shutil.rmtree(left)
