"""What is believed of a single sign-on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from qa_app.domain.roles import Role

LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2."""

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class SignedOn:
    """Who came, as the provider of the sign-on says: only issuer and subject together say who it is."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    roles_claim: Any = None
    """What its token says of roles, or None where nobody asks."""
    with_second_factor: bool = False
    """Whether it says that they showed more than a password (RFC 8176)."""


def signed_on(claims: Mapping[str, Any], *, roles_claim: str) -> SignedOn:
    """What is taken from the claims of a token that was checked already."""
    methods = claims.get("amr")
    return SignedOn(
        issuer=claims["iss"],
        subject=claims["sub"],
        name=_words(claims.get("name"), 200),
        email=_words(claims.get("email"), 254),
        roles_claim=claims.get(roles_claim) if roles_claim else None,
        with_second_factor=isinstance(methods, list) and "mfa" in methods,
    )


def is_subject(text: Any) -> bool:
    """At most 255 ASCII characters, and at least one (OpenID Connect Core 1.0, section 2)."""
    return (
        isinstance(text, str) and 0 < len(text) <= LONGEST_SUBJECT and text.isascii() and text.isprintable()
    )


def is_protected_address(address: str) -> bool:
    """Whether what goes there is encrypted, or never leaves this machine. It has no query and no fragment."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        known_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not host or not known_port or parts.query or parts.fragment or "@" in parts.netloc:
        return False
    if not address.isascii() or not address.isprintable() or any(sign in address for sign in ' ?#"<>\\'):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_MACHINE)


def roles_claimed(claim: Any, meaning: Iterable[tuple[str, Role]]) -> frozenset[Role]:
    """The roles that a token's claim gives: one value or a list of them, compared to the letter.

    What is not there, or means nothing here, gives none.
    """
    values: Collection[Any] = claim if isinstance(claim, list) else [claim]
    return frozenset(role for value, role in meaning if value in values)


def _words(value: Any, limit: int) -> str:
    """In one line, and nothing that a database could not keep."""
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in " ".join(value.split()) if sign.isprintable())[:limit].strip()
