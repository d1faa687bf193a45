"""Whether the trail is what it was when it was sealed, and if not, what is wrong with it first."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from qa_app.domain.sealing import FIRST, Details, Sealed, digest_of, seal_of


class Wrong(Enum):
    """What can be wrong with an entry, in the words that follow its name."""

    CHANGED = "is not what was sealed"
    MISSING = "is missing"
    OUT_OF_ORDER = "stands where another entry belongs"
    NO_SEAL = "has no seal: it was not written by this service, or its seal was removed"
    WRONG_SEAL = "has a seal that was changed"
    ERASED = "says nothing any more, and no entry tells that it was erased"
    CUT_OFF = "is missing, as is everything after it"
    REWRITTEN = "had another seal when the anchor was written: the trail was written anew"


@dataclass(frozen=True)
class Fault:
    """The first thing wrong: its place in the chain and the number of the entry, as far as they are known."""

    wrong: Wrong
    position: int | None = None
    entry_id: int | None = None

    def __str__(self) -> str:
        """> Entry 17 (position 12 of the chain) is not what was sealed."""
        entry = f"Entry {self.entry_id}" if self.entry_id else "The entry"
        place = f"position {self.position} of the chain" if self.position else ""
        where = f" ({place})" if self.entry_id and place else f" at {place}" if place else ""
        return f"{entry}{where} {self.wrong.value}."


class Link(NamedTuple):
    """One place in the chain as it is found, with the entry it is about; None where that is not there."""

    position: int
    entry_id: int
    digest: str
    seal: str
    entry: tuple[Sealed, Details] | None


@dataclass(frozen=True)
class Checked:
    """How many entries were found as they were written, from the first on, the seal of the last of them, and
    what came after it where something did that should not."""

    entries: int
    seal: str
    fault: Fault | None = None


@dataclass(frozen=True)
class Chain:
    """`read` gives the chain from its first place on, as often as it is asked.

    `erased` are the entries of which an entry says that they were emptied, `unsealed` those with no place
    in the chain, the first first; `anchored` are seals by position, as they were written down elsewhere.
    """

    read: Callable[[], Iterator[Link]]
    erased: Collection[int] = frozenset()
    unsealed: Sequence[int] = ()
    anchored: Mapping[int, str] | None = None


def check(chain: Chain, key: bytes) -> Checked:
    """Goes along the chain once; only what is wrong is looked at more closely."""
    position, seal, anchored = 0, FIRST, chain.anchored or {}
    for link, following in _with_following(chain.read()):
        position += 1
        if link.position != position or link.entry is None:
            return Checked(position - 1, seal, _gap(chain, position, link))
        entry, details = link.entry
        digest = link.digest if details.are_erased else digest_of(details)
        expected = seal_of(key, seal, position, entry, digest)
        if expected != link.seal or digest != link.digest:
            wrong = _what_is_wrong(chain, key, seal, expected, link, following)
        elif details.are_erased and not details.say_nothing:
            wrong = Wrong.CHANGED
        elif details.are_erased and entry.entry_id not in chain.erased:
            wrong = Wrong.ERASED
        elif anchored.get(position, expected) != expected:
            wrong = Wrong.REWRITTEN
        else:
            seal = expected
            continue
        return Checked(position - 1, seal, Fault(wrong, position, link.entry_id))
    return Checked(position, seal, _after_the_end(chain, position))


def _with_following(links: Iterator[Link]) -> Iterator[tuple[Link, Link | None]]:
    link = next(links, None)
    while link is not None:
        following = next(links, None)
        yield link, following
        link = following


def _gap(chain: Chain, position: int, link: Link) -> Fault:
    """The place is there and its entry is not; or the place is not there, with its entry or without."""
    if link.position == position:
        return Fault(Wrong.MISSING, position, link.entry_id)
    if link.position < position:
        return Fault(Wrong.OUT_OF_ORDER, link.position, link.entry_id)
    return (
        Fault(Wrong.NO_SEAL, position, chain.unsealed[0])
        if chain.unsealed
        else Fault(Wrong.MISSING, position)
    )


def _after_the_end(chain: Chain, end: int) -> Fault | None:
    is_cut_off = max(chain.anchored or [0]) > end
    if chain.unsealed:
        return Fault(Wrong.NO_SEAL, end + 1 if is_cut_off else None, chain.unsealed[0])
    return Fault(Wrong.CUT_OFF, end + 1) if is_cut_off else None


def _what_is_wrong(
    chain: Chain, key: bytes, before: str, expected: str, link: Link, following: Link | None
) -> Wrong:
    """With a seal that does not fit: the entry was changed, another belongs here, or the seal was changed.

    The seal that follows tells onto which seal it was set. Where it fits the one found here, that was
    true, and the entry is not; where it fits the one expected, the entry is true.
    """
    if expected == link.seal:
        return Wrong.WRONG_SEAL  # the digest beside it was changed
    if chain.anchored and chain.anchored.get(link.position) == expected:
        return Wrong.WRONG_SEAL
    if following is not None and _seal(key, expected, following) == following.seal:
        return Wrong.WRONG_SEAL
    for other in chain.read():
        if other.position != link.position and _seal(key, before, other, at=link.position) in (
            link.seal,
            other.seal,
        ):
            return Wrong.OUT_OF_ORDER
    return Wrong.CHANGED


def _seal(key: bytes, before: str, link: Link, *, at: int | None = None) -> str | None:
    """What the entry of this link would be sealed with after that seal, here or at another place."""
    if link.entry is None:
        return None
    entry, details = link.entry
    digest = link.digest if details.are_erased else digest_of(details)
    return seal_of(key, before, at or link.position, entry, digest)
