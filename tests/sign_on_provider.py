"""A provider of single sign-on over real HTTP, which tells the truth or lies as a test asks it to."""

import base64
import hashlib
import hmac
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jws
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT_ID = "audits"
CLIENT_SECRET = "a secret of the audits, known to two"
ACCESS_TOKEN = "access"  # of no use to the service, which only asks who came
BACK = "http://localhost/sign-in/single-sign-on/back"

Claims = dict[str, Any]

RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"})
ANOTHERS = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
"""The key of somebody else, under the same name."""


def part(value: object) -> str:
    """A part of a token, of which nothing is checked."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(
    claims: object, key: Any = RSA, *, alg: str = "RS256", kid: str | None = "rsa-1", **header: Any
) -> str:
    """By hand, because a library refuses to make most of what is needed here. A key in bytes is for HS256."""
    named = {"alg": alg, "typ": "JWT"} | ({"kid": kid} if kid else {}) | header
    covered = f"{part(named)}.{part(claims)}"
    if isinstance(key, bytes):
        signature = hmac.digest(key, covered.encode(), "sha256")
    else:
        signature = jws.JWSRegistry.algorithms[alg].sign(covered.encode(), key)
    return f"{covered}.{part(signature)}"


@dataclass
class LyingProvider:
    """What it answers can be changed by a test, part by part."""

    address: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    """In the place of what is true."""
    keys: list[Any] = field(default_factory=lambda: [RSA, EC])
    key_document: object = None
    person: Claims = field(default_factory=lambda: {"sub": "mo-1"})
    """Claims of whoever signs on; None takes one out that is always there."""
    make_token: Callable[["LyingProvider", Claims], object] = lambda self, claims: signed(claims)
    token_answer: tuple[int, bytes] | None = None
    """Status and body in the place of what the token endpoint would say."""
    asked: list[str] = field(default_factory=list)
    """The paths that were asked for."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    """What each code that was not used yet was asked for with."""

    def sign_on(self, address: str) -> dict[str, str]:
        """What somebody's browser comes back with, once they signed on at this address."""
        wanted = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert wanted["response_type"] == "code"
        assert wanted["client_id"] == CLIENT_ID
        assert wanted["redirect_uri"] == BACK
        assert "openid" in wanted["scope"].split()
        assert wanted["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = wanted
        return {"code": code, "state": wanted["state"]}

    def claims(self, nonce: str) -> Claims:
        now = int(time.time())
        true = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
        }
        return {name: value for name, value in (true | self.person).items() if value is not None}

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, object]]:
        """A code is good once, for who asked for it and can show the verifier (RFC 7636)."""
        shown = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        wanted = self.codes.pop(form.get("code", ""), None)
        if authorization != f"Basic {shown}":
            return 401, {"error": "invalid_client"}
        if wanted is None or form.get("redirect_uri") != wanted["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if part(hashlib.sha256(form.get("code_verifier", "").encode()).digest()) != wanted["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        token = self.make_token(self, self.claims(wanted["nonce"]))
        answer: dict[str, object] = {"token_type": "Bearer", "expires_in": 300, "access_token": ACCESS_TOKEN}
        return 200, answer | ({} if token is None else {"id_token": token})


def at_hash() -> str:
    """Of the access token, for RS256 and ES256."""
    return part(hashlib.sha256(ACCESS_TOKEN.encode()).digest()[:16])


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    provider = LyingProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                true = {
                    "issuer": provider.address,
                    "authorization_endpoint": f"{provider.address}/authorize",
                    "token_endpoint": f"{provider.address}/token",
                    "jwks_uri": f"{provider.address}/keys",
                }
                answer = {k: v for k, v in (true | provider.metadata).items() if v is not None}
                self.say(200, json.dumps(answer).encode())
            elif self.path == "/keys":
                told = provider.key_document or KeySet(provider.keys).as_dict(private=False)
                self.say(200, json.dumps(told).encode())
            else:
                self.say(404, b"{}")

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = provider.exchange(form, self.headers.get("Authorization", ""))
            self.say(*(provider.token_answer or (status, json.dumps(answer).encode())))

        def say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: what was asked for is kept in `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()


@contextmanager
def mock_provider(*people: Claims) -> Iterator[str]:
    """Where `oidc-provider-mock` serves in a process of its own, which knows these people by their `sub`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    known = [option for person in people for option in ("--user-claims", json.dumps(person))]
    program = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
        *known,
    ]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "The provider stopped before it served anything"
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("The provider did not start in half a minute")
