"""PostgreSQL's own programs, which make its backups and read them."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from qa_app.backup.problem import BackupProblem


def find_tool(name: str, *, folder: str, server: int) -> Path:
    """The program of at least the server's version (> 18), in this folder or, where that is empty, on the
    path. Raises BackupProblem when there is none, with what to install."""
    found = shutil.which(name, path=folder or None)
    if found is None:
        raise BackupProblem(
            f"{name} is not in the folder {folder} that pg_tools names."
            if folder
            else f"{name} is not on this machine. {_install(server)}"
        )
    version = _version(found)
    if version < server:
        raise BackupProblem(
            f"{found} is of version {version} and the server of version {server}, which it cannot read."
            f" {_install(server)}"
        )
    return Path(found)


def run(
    tool: Path, arguments: Sequence[str], *, parameters: Mapping[str, Any], fed: Iterable[bytes] = ()
) -> None:
    """With the server's address and password in the environment, where other people of this machine do not
    see them. Raises BackupProblem with what the program says."""
    told = {variable: str(parameters[name]) for name, variable in _VARIABLES.items() if parameters.get(name)}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - without a shell
            [str(tool), *arguments],
            env=os.environ | told,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as process,
    ):
        # A program that has failed takes no more, and says why itself.
        with suppress(BrokenPipeError):
            _feed(process, fed)
        if process.wait():
            said.seek(0)
            # Its first line says what; further ones may quote what is in the rows.
            first = said.readline().decode(errors="replace").strip()
            raise BackupProblem(f"{tool.name} failed: {first or 'without a word'}")


def _feed(process: subprocess.Popen[bytes], fed: Iterable[bytes]) -> None:
    if process.stdin is not None:
        with process.stdin as given:
            given.writelines(fed)


def _install(server: int) -> str:
    return (
        f"Install PostgreSQL's client programs of version {server} or newer"
        f" (on Debian and Ubuntu: postgresql-client-{server}), or name the folder they are in by the setting"
        " pg_tools."
    )


def _version(tool: str) -> int:
    """> 18 of "pg_dump (PostgreSQL) 18.1"; > 0 where it says none."""
    ran = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    found = re.search(r"\) (\d+)", ran.stdout)
    return int(found[1]) if found else 0


_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE",
    "krbsrvname": "PGKRBSRVNAME",
    "options": "PGOPTIONS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
"""What of the address each is told by."""
