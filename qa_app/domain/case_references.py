"""Case references as people write them: the same one in other letters or spaces, and one in a text."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from qa_app.domain.errors import InvalidInput, Problem

IN_ITS_PLACE = "[removed]"
"""Where a reference stood in a text about something else."""

SHORTEST_TO_LOOK_FOR = 4
"""Characters: a shorter reference, or a short one of figures only, is also a number or a word of its own."""
SHORTEST_OF_FIGURES = 6


def case_key(reference: str) -> str:
    """The reference without spaces and capitals: what has the same key may well be the same case."""
    return "".join(_plain(reference).split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def is_telling(reference: str) -> bool:
    """Whether the reference can be told from other words and numbers where it stands in a text."""
    key = case_key(reference)
    shortest = SHORTEST_OF_FIGURES if key.isdecimal() or key.isalpha() else SHORTEST_TO_LOOK_FOR
    return len(key) >= shortest


class Sought:
    """Case references that are looked for in texts, in whatever letters and spaces they are written there.

    One that is telling is found anywhere in a text, as a word of its own: C-001, but not in C-0012. Any
    other is found only where it is the whole text.
    """

    def __init__(self, references: Iterable[str]) -> None:
        self._keys = {case_key(reference): reference for reference in references if case_key(reference)}

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._keys)

    @cached_property
    def _telling(self) -> dict[str, re.Pattern[str]]:
        return {key: _pattern(key) for key, written in self._keys.items() if is_telling(written)}

    def is_in(self, text: str) -> bool:
        squeezed = case_key(text)
        if squeezed in self._keys:
            return True
        plain = _plain(text)
        return any(key in squeezed and word.search(plain) for key, word in self._telling.items())

    def is_in_any(self, texts: Iterable[str]) -> bool:
        return any(self.is_in(text) for text in texts if text)

    def without(self, text: str) -> str:
        """The text with [removed] in place of each reference.

        Where one is written in letters that only look like its own, the whole text is put into plain ones.
        """
        if case_key(text) in self._keys:
            return IN_ITS_PLACE
        left = text
        for written in (text, unicodedata.normalize("NFKC", text), _plain(text)):
            left = written
            for word in self._telling.values():
                left = word.sub(IN_ITS_PLACE, left)
            if not self.is_in(left):
                break
        return left


def _pattern(key: str) -> re.Pattern[str]:
    spelled = r"\s*".join(re.escape(character) for character in key)
    return re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])", re.IGNORECASE)


def texts_in(kept: Any) -> Iterator[str]:
    """Every text in what was kept as JSON, the names of its parts too."""
    match kept:
        case str():
            yield kept
        case dict():
            for name, part in kept.items():
                yield from texts_in(name)
                yield from texts_in(part)
        case list():
            for part in kept:
                yield from texts_in(part)


def check_typed_again(reference: str, again: str, *, field: str = "again") -> None:
    """Raises InvalidInput unless the reference was typed once more, exactly."""
    if again.strip() != reference:
        sentence = "This is not the case reference above: type it exactly as it stands there"
        raise InvalidInput([Problem(field, sentence)])


def other_spellings(reference: str, known: Collection[str]) -> list[str]:
    """Those of the known references that differ from this one in capitals or spaces only, in order."""
    key = case_key(reference)
    return sorted(other for other in known if other != reference and case_key(other) == key)
