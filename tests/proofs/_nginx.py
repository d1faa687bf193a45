"""An nginx before the servers, as docs/operations.md sets it up, on this machine alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.proofs._serving import HOST, answers, free_port

CONFIGURATION = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream app {{
        {servers}
    }}
    server {{
        listen {host}:{port};
        client_max_body_size 25m;
        client_header_timeout 30s;
        client_body_timeout 30s;
        location / {{
            proxy_pass http://app;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_next_upstream error timeout;
            proxy_connect_timeout 2s;
        }}
    }}
}}
"""


class NoNginx(RuntimeError):
    """It is not on this machine and could not be installed."""


@contextmanager
def nginx(ports: Sequence[int]) -> Iterator[int]:
    """The port that it listens on. Raises NoNginx."""
    program, port = _program(), free_port()
    with tempfile.TemporaryDirectory(prefix="qa-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        servers = "\n        ".join(f"server {HOST}:{each} max_fails=1 fail_timeout=2s;" for each in ports)
        written = folder / "nginx.conf"
        written.write_text(CONFIGURATION.format(folder=folder, servers=servers, host=HOST, port=port))
        process = subprocess.Popen([program, "-p", name, "-e", str(folder / "error.log"), "-c", str(written)])
        try:
            if not answers(port, within=10):
                raise RuntimeError("nginx does not answer")
            yield port
        finally:
            process.terminate()
            process.wait(timeout=10)


def _program() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "nginx-light"]):
            subprocess.run(
                ["apt-get", "-qq", *command], env=environment, check=False, stdout=subprocess.DEVNULL
            )
        found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise NoNginx("This needs nginx, and it is not on this machine: install it (Debian: nginx-light)")
    return found
