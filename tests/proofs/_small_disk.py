"""A disk that can be filled, and one that gives errors."""

import contextlib
import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from qa_app.database import engine_options

NOWHERE_TO_WRITE = 1
"""No byte of a file beyond this may be written: SQLite takes that for an error of the disk."""


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """A disk in memory of this size; None where nobody lets us mount one."""
    with tempfile.TemporaryDirectory(prefix="qa-disk-") as folder:
        if not _mount(folder, megabytes):
            yield None
            return
        try:
            yield Path(folder)
        finally:
            # What still looks at it keeps it until it ends.
            subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(folder: str, megabytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "qa-disk", folder]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@contextmanager
def filled(disk: Path) -> Iterator[bool]:
    """Not a byte more can be written to it, until the block ends."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for piece in (1_000_000, 4_096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * piece):
                    pass
    try:
        yield True
    finally:
        filler.unlink()


@contextmanager
def said_to_be_full(url: str) -> Iterator[bool]:
    """PostgreSQL says of each save what it says of a full disk, where there is no disk to fill."""
    engine = create_engine(**engine_options(url))
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER full_disk BEFORE UPDATE OR INSERT ON judgement"
                " FOR EACH STATEMENT EXECUTE FUNCTION full_disk()"
            )
        )
    try:
        yield True
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION full_disk CASCADE"))
        engine.dispose()


@contextmanager
def failing_writes(process: int) -> Iterator[bool]:
    """What this process writes to its files fails, until the block ends."""
    limits = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (NOWHERE_TO_WRITE, limits[1]))
    try:
        yield True
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, limits)


@contextmanager
def failing_syncs(process: int) -> Iterator[bool]:
    """What this process brings to the disk fails with an error of the disk, until the block ends; False, and
    nothing fails, where there is no strace or nobody lets it look on."""
    command = ["strace", "-qq", "-f", "-o", os.devnull, "-e", "trace=fsync,fdatasync"]
    inject = ["-e", "inject=fsync,fdatasync:error=EIO", "-p", str(process)]
    try:
        looking_on = subprocess.Popen([*command, *inject], stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        yield False
        return
    try:
        looking_on.wait(2)
        yield False
    except subprocess.TimeoutExpired:
        yield True
    finally:
        looking_on.terminate()
        looking_on.wait()
