"""Started as a person starts it: a process of its own, stopped with Ctrl-C."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from qa_app.config import ROOT
from qa_app.demo.__main__ import main
from qa_app.demo.people import PASSWORD, VISITORS
from qa_app.demo.server import check_port_is_free, settings_of
from qa_app.factory import create_app

# A shell that starts the tests in the background has them ignore Ctrl-C; a person's terminal does not.
START = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from qa_app.demo.__main__ import main
sys.exit(main(sys.argv[2:], instance=pathlib.Path(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("instance")
    assert main(["--no-serve"], instance=folder) == 0
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as any_free:
        any_free.bind(("127.0.0.1", 0))
        return any_free.getsockname()[1]


@pytest.fixture
def started(instance: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", START, str(instance), "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:  # noqa: S603 - our own program
        yield process
        process.kill()


def _read_welcome(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def test_says_how_to_sign_in_once_it_listens_and_ends_with_ctrl_c(started: subprocess.Popen[str], port: int):
    welcome = _read_welcome(started)

    assert f"http://127.0.0.1:{port}" in welcome
    for _, person in VISITORS:
        assert re.search(rf"{re.escape(person.email)} +{PASSWORD}", welcome)
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200
    connection.close()

    started.send_signal(signal.SIGINT)
    _, problems = started.communicate(timeout=20)
    assert started.returncode == 0
    assert "Traceback" not in problems


def test_a_port_that_is_taken_is_a_sentence(instance: Path, port: int, capsys: pytest.CaptureFixture[str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        assert main(["--port", str(port)], instance=instance) == 1

    problem = capsys.readouterr().err
    assert f"Port {port} is taken" in problem
    assert f"--port {port + 1}" in problem
    check_port_is_free(port)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main([f"--port={port}"])

    assert stopped.value.code == 2
    assert "is not a port" in capsys.readouterr().err


def test_keeps_its_secret_to_itself(instance: Path):
    first = settings_of(instance / "demo.sqlite3")

    assert settings_of(instance / "demo.sqlite3") == first
    assert len(first.secret_key) >= 32
    assert (instance / "demo-secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("person", [person for _, person in VISITORS], ids=lambda person: person.address)
def test_each_visitor_signs_in(instance: Path, person):
    client = create_app(settings_of(instance / "demo.sqlite3")).test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token

    answer = client.post(
        "/sign-in", data={"email": person.email, "password": PASSWORD, "csrf_token": token[1]}
    )

    assert answer.status_code == 302
    assert person.name in client.get("/account").get_data(as_text=True)
