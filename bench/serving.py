"""Servers to ask over HTTP: the app on a benchmark's database, and a bare Flask route beside it."""

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, redirect
from werkzeug.wrappers import Response

from bench import data
from bench.measuring import ROOT
from qa_app.config import Settings
from qa_app.factory import create_app

HOST = "127.0.0.1"


def settings_for(database_url: str) -> Settings:
    secret = "of the benchmarks, which nobody else can reach"
    return Settings(secret_key=secret, database_url=database_url, council_name="Benchmark", https=False)


@dataclass
class Browser:
    """One kept-alive connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(HOST, self.port, timeout=30)

    def get(self, path: str, headers: Mapping[str, str] = {}) -> tuple[http.client.HTTPResponse, bytes]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: Mapping[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
        return self._ask("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self) -> None:
        page = self.get("/sign-in")[1]
        form = {"email": data.EMAIL, "password": data.PASSWORD, "csrf_token": token_in(page)}
        answer, _ = self.post("/sign-in", form)
        assert answer.status == 302, answer.status

    def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, **({"Cookie": jar} if jar else {})})
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, answer.read()


def token_in(page: bytes) -> str:
    found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:200]
    return found[1].decode()


@contextmanager
def served(kind: str, argument: str) -> Iterator[Browser]:
    """`kind` is "app" on a database's URL, or "bare", a route that answers with this file."""
    command = [sys.executable, "-m", "bench.serving", kind, argument]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        try:
            yield Browser(int(process.stdout.readline()))
        finally:
            process.terminate()


def bare(path: Path) -> Flask:
    """The same bytes without anything behind them, and a redirect as after saving."""
    app = Flask(__name__)
    content = path.read_bytes()

    @app.get("/")
    def page() -> bytes:
        return content

    @app.post("/")
    def save() -> Response:
        return redirect("/")

    return app


def _serve(kind: str, argument: str) -> None:
    from waitress.server import create_server

    app = create_app(settings_for(argument)) if kind == "app" else bare(Path(argument))
    server = create_server(app, host=HOST, port=0, threads=4, ident=None)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
