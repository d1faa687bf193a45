"""The seals that hold the trail together: what they cover, and in which form."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
"""What the first entry is sealed onto."""


@dataclass(frozen=True)
class Sealed:
    """What an entry says apart from what it says of people; none of it is ever changed."""

    entry_id: int
    happened_at: datetime
    person_id: int | None
    action: str
    subject: str
    subject_id: int | None
    is_look: bool


def details_digest(
    salt: str | None, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, address: str | None
) -> str:
    """SHA-256 of what an entry says of people, salted: erased, it cannot be found by trying words."""
    return hashlib.sha256(_text(salt, before, after, address)).hexdigest()


def seal_of(key: bytes, before: str, position: int, entry: Sealed, digest: str) -> str:
    """HMAC-SHA-256 of the seal before it, its place in the chain, the entry and the digest of its details."""
    covered = _text(
        before,
        position,
        entry.entry_id,
        entry.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.person_id,
        entry.action,
        entry.subject,
        entry.subject_id,
        bool(entry.is_look),
        digest,
    )
    return hmac.new(key, covered, hashlib.sha256).hexdigest()


def _text(*parts: Any) -> bytes:
    """One text for one meaning, also where a key was a number before it was kept as JSON."""
    plain = json.loads(json.dumps(parts))
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
