"""The seals that hold the trail together: what they cover, and in which form."""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

FIRST = "0" * 64
"""What the first entry is sealed onto."""

ERASED = "erased from the trail"
"""What an entry says was done that tells, by their numbers, which entries were emptied."""


class Sealed(NamedTuple):
    """What an entry says apart from what it says of people; none of it is ever changed.

    A tuple, as are the other parts of the chain, because millions of them are checked.
    """

    entry_id: int
    happened_at: datetime
    person_id: int | None
    action: str
    subject: str
    subject_id: int | None
    is_look: bool


class Details(NamedTuple):
    """What an entry says of people, and what is hashed with it; erased, all of it is None."""

    before: str | None
    """JSON, in the very letters in which it is kept."""
    after: str | None
    address: str | None
    salt: str | None

    @property
    def are_erased(self) -> bool:
        return self.salt is None

    @property
    def say_nothing(self) -> bool:
        return self.before is None and self.after is None and self.address is None


def digest_of(details: Details) -> str:
    """SHA-256 of what an entry says of people, salted: erased, it cannot be found by trying words."""
    return hashlib.sha256(_text(*details)).hexdigest()


def seal_of(key: bytes, before: str, position: int, entry: Sealed, digest: str) -> str:
    """HMAC-SHA-256 of the seal before it, its place in the chain, the entry and the digest of its details."""
    numbers = f"{position} {entry.entry_id} {entry.person_id} {entry.subject_id} {entry.is_look:d}"
    instant = entry.happened_at.astimezone(UTC).isoformat(timespec="microseconds")
    covered = _text(before, numbers, instant, entry.action, entry.subject, digest)
    return hmac.digest(key, covered, "sha256").hex()


def _text(*parts: str | None) -> bytes:
    """> 3:abc0:- for "abc", "" and None: no two lists of parts are written alike"""
    return "".join(["-" if part is None else f"{len(part)}:{part}" for part in parts]).encode()


def as_ranges(numbers: Collection[int]) -> list[list[int]]:
    """> [[1, 3], [7, 7]] for 3, 1, 2 and 7"""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def told_as_erased(after: str, *, most: int) -> Iterator[int]:
    """The numbers up to `most` that an entry names as emptied; none where no service of ours wrote it."""
    try:
        told = json.loads(after)
    except ValueError:
        return
    match told:
        case {"numbers": [*ranges]}:
            for each in ranges:
                match each:
                    case [int(first), int(last)]:
                        yield from range(max(first, 1), min(last, most) + 1)
