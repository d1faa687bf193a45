"""What is believed of a single sign-on."""

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

from qa_app.domain.roles import Role

LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2."""

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


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
