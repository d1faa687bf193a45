"""The process that reads a file has no way to anything else."""

import json
import subprocess
import sys

import pytest

from qa_app.importers import apart
from qa_app.importers.limits import limits_for

BEFORE = "import sys; sys.path.insert(0, sys.argv[1])\nfrom qa_app.importers.worker import *\n"
CONFINED = BEFORE + "confine(int(sys.argv[2]), int(sys.argv[3]))\n"


def run(program: str) -> subprocess.CompletedProcess[str]:
    """In a process that is started as the reader is."""
    command = apart._command(limits_for(0))
    command[command.index("-c") + 1] = program
    return subprocess.run(command, capture_output=True, text=True, env={}, timeout=60)  # noqa: S603  # ours


def test_it_is_given_nothing_of_the_servers_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@server/database")
    program = (
        "import json, os, sys; sys.stdin.buffer.read()\n"
        'print(json.dumps({"headings": sorted(os.environ), "first_row": 2}))\n'
        'print(json.dumps([["x"] + [""] * len(os.environ)])); print(json.dumps({"rows": 1}))'
    )
    monkeypatch.setattr(apart, "_START", program)

    found = apart.read_apart(b"x", "a.csv")

    assert {"SECRET_KEY", "DATABASE_URL", "PATH", "HOME"}.isdisjoint(found.headings)


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms know some of these limits only")
@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        ("open('/etc/hostname')", "OSError"),
        ("open('/tmp/evil', 'w')", "OSError"),
        ("import socket; socket.socket()", "Error"),
        ("import os; os.pipe()", "OSError"),
        ("bytearray(300 * 2**20)", "MemoryError"),
    ],
)
def test_it_may_open_nothing_and_take_no_more_memory(attempt, refusal):
    done = run(f"{CONFINED}{attempt}\nprint('done')")

    assert done.returncode == 1
    assert done.stdout == ""
    assert refusal in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_it_leaves_nothing_on_the_disk_when_it_dies():
    program = f"{CONFINED}import json, resource; print(json.dumps(resource.getrlimit(resource.RLIMIT_CORE)))"

    assert json.loads(run(program).stdout) == [0, 0]


def test_python_looks_for_code_in_no_folder_that_somebody_may_write_to():
    found = json.loads(run(f"{BEFORE}import json; print(json.dumps([sys.path, sys.flags.isolated]))").stdout)

    assert "" not in found[0]
    assert found[1] == 1
