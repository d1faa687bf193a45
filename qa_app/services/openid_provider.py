"""The council's own sign-on, spoken to over HTTP (OpenID Connect, code flow with PKCE).

Its addresses and keys are asked for once an hour. When it does not answer, nobody is kept waiting for it anew
for a few seconds: a thread of the server that waits serves nobody.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from qa_app.domain.errors import DomainError
from qa_app.domain.sign_on import is_protected_address
from qa_app.services.id_tokens import Expected, TokenRefused, UnknownKey, read_id_token

TIMEOUT = (3, 7)
"""Seconds to connect, and between two parts of an answer."""
KEPT = timedelta(hours=1)
PATIENCE = 2
"""Seconds that one thread waits for what another is asking for already."""
LEFT_ALONE = timedelta(seconds=15)
"""After it did not answer."""
DISCOVERY = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
METHODS = ("client_secret_basic", "client_secret_post")


class ProviderUnreachable(DomainError):
    """It does not answer, or what it answers makes no sense; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__("The sign-on does not answer at the moment. Try again in a few minutes.")
        self.reason = reason


class SignOnRefused(DomainError):
    """What came back is not the provider's word for who this is; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The sign-on did not say who you are, or not in a way that can be trusted. Try again."
        )
        self.reason = reason


@dataclass(frozen=True)
class Client:
    """Who this service is to the provider, and where people come back to."""

    issuer: str
    client_id: str
    client_secret: str
    back: str


@dataclass(frozen=True)
class Beginning:
    """What was asked, known to one browser; whoever comes back with an answer must have asked it."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """One for each process; its threads share what is kept of the provider."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._lock = Lock()
        self._kept: dict[str, tuple[datetime, Mapping[str, Any]]] = {}
        self._failed_at: datetime | None = None

    def begin(self, *, at: datetime) -> tuple[str, Beginning]:
        """Where to send the browser, and what it must come back with. Raises ProviderUnreachable."""
        beginning = Beginning(*(secrets.token_urlsafe(32) for _ in range(3)))
        endpoint = self._metadata(at)["authorization_endpoint"]
        with self._session() as session:
            address, _ = session.create_authorization_url(
                endpoint, state=beginning.state, nonce=beginning.nonce, code_verifier=beginning.verifier
            )
        return str(address), beginning

    def finish(self, answer: Mapping[str, str], beginning: Beginning, *, at: datetime) -> dict[str, Any]:
        """The claims of the token that the answer's code is exchanged for.

        Raises SignOnRefused and ProviderUnreachable.
        """
        metadata = self._metadata(at)
        token = self._exchange(self._code_in(answer, beginning, metadata), beginning, metadata)
        expected = Expected(
            issuer=self.client.issuer,
            client_id=self.client.client_id,
            nonce=beginning.nonce,
            access_token=token["access_token"],
        )
        try:
            try:
                return read_id_token(token.get("id_token"), self._keys(at), expected, at=at)
            except UnknownKey:
                return read_id_token(token.get("id_token"), self._keys(at, anew=True), expected, at=at)
        except TokenRefused as error:
            raise SignOnRefused(f"ID token: {error}") from error

    def _code_in(self, answer: Mapping[str, str], beginning: Beginning, metadata: Mapping[str, Any]) -> str:
        if not hmac.compare_digest(answer.get("state", "").encode(), beginning.state.encode()):
            raise SignOnRefused("state")
        # RFC 9207: who mixes up two providers would have this one's code sent to another.
        must_say = metadata.get("authorization_response_iss_parameter_supported") is True
        if answer.get("iss", "" if must_say else self.client.issuer) != self.client.issuer:
            raise SignOnRefused("iss of the answer")
        if "error" in answer or not answer.get("code"):
            raise SignOnRefused(f"the provider’s answer: {_code_word(answer.get('error', 'no code'))}")
        return answer["code"]

    def _exchange(self, code: str, beginning: Beginning, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
        offered = metadata.get("token_endpoint_auth_methods_supported") or METHODS
        method = next((method for method in METHODS if method in offered), METHODS[0])
        try:
            with self._session(token_endpoint_auth_method=method) as session:
                token: Mapping[str, Any] = session.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=beginning.verifier,
                    redirect_uri=self.client.back,
                    timeout=TIMEOUT,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            raise ProviderUnreachable(f"token endpoint: {type(error).__name__}") from error
        except OAuthError as error:
            raise SignOnRefused(f"token endpoint: {_code_word(error.error)}") from error
        except ValueError as error:
            raise SignOnRefused(f"token endpoint: {type(error).__name__}") from error
        if not isinstance(token.get("access_token"), str):
            raise SignOnRefused("token endpoint: no access token")
        return token

    def _session(self, **options: Any) -> OAuth2Session:
        return OAuth2Session(
            self.client.client_id,
            self.client.client_secret,
            scope="openid profile email",
            redirect_uri=self.client.back,
            code_challenge_method="S256",
            **options,
        )

    def _metadata(self, at: datetime) -> Mapping[str, Any]:
        return self._remembered("metadata", self._asked_metadata, at=at)

    def _keys(self, at: datetime, *, anew: bool = False) -> Mapping[str, Any]:
        address = self._metadata(at)["jwks_uri"]
        return self._remembered("keys", lambda: self._asked_keys(address), at=at, anew=anew)

    def _asked_metadata(self) -> Mapping[str, Any]:
        found = _asked(self.client.issuer.rstrip("/") + DISCOVERY)
        if found.get("issuer") != self.client.issuer:
            raise ProviderUnreachable("it calls itself otherwise than oidc_issuer does")
        for name in ENDPOINTS:
            address = found.get(name)
            if not isinstance(address, str) or not is_protected_address(address.partition("?")[0]):
                raise ProviderUnreachable(f"{name} is no protected address")
        return found

    def _asked_keys(self, address: str) -> Mapping[str, Any]:
        found = _asked(address)
        keys = found.get("keys")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise ProviderUnreachable("there are no keys at jwks_uri")
        return found

    def _remembered(
        self, name: str, ask: Callable[[], Mapping[str, Any]], *, at: datetime, anew: bool = False
    ) -> Mapping[str, Any]:
        if not self._lock.acquire(timeout=PATIENCE):
            raise ProviderUnreachable("somebody else waits for it")
        try:
            kept_at, kept = self._kept.get(name, (at - KEPT, {}))
            if not anew and at - kept_at < KEPT:
                return kept
            if self._failed_at and timedelta() <= at - self._failed_at < LEFT_ALONE:
                raise ProviderUnreachable("it did not answer a moment ago")
            try:
                self._kept[name] = (at, ask())
            except ProviderUnreachable:
                self._failed_at = at
                raise
            self._failed_at = None
            return self._kept[name][1]
        finally:
            self._lock.release()


def _asked(address: str) -> Mapping[str, Any]:
    try:
        answer = requests.get(
            address, headers={"Accept": "application/json"}, timeout=TIMEOUT, allow_redirects=False
        )
        found = answer.json() if answer.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderUnreachable(f"{type(error).__name__} at {address}") from error
    if not isinstance(found, dict):
        raise ProviderUnreachable(f"status {answer.status_code} and no JSON object at {address}")
    return found


def _code_word(error: object) -> str:
    """> access_denied; nothing longer, and nothing that somebody wrote, gets into the log"""
    return error if isinstance(error, str) and error.isidentifier() and len(error) < 40 else "unknown"
