"""What a password must be."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from qa_app.domain.errors import InvalidInput, Problem

SHORTEST = 12
LONGEST = 200


def check_length(password: str) -> None:
    """Any characters are welcome and none is required; only length counts (NIST SP 800-63B, 3.1.1)."""
    if not SHORTEST <= len(password) <= LONGEST:
        limit = f"at least {SHORTEST}" if len(password) < SHORTEST else f"at most {LONGEST}"
        raise InvalidInput([Problem("new", f"The password has {len(password)} characters; use {limit}")])


def normalised(password: str) -> str:
    """One form for a letter that keyboards write in two ways, é as one character or as e and an accent."""
    return unicodedata.normalize("NFKC", password)


_OF_THE_SERVICE = """
admin administrator assurance audit auditing auditor audits board borough care case cases child children
childrens city council county file files grade grades judgement judgements lead login manager measure
measures moderate moderation moderator office officer password practice quality report reports review
safeguarding scorecard scorecards service services sign social staff team viewer welcome work worker
"""
OF_THE_SERVICE = frozenset(_OF_THE_SERVICE.split())
"""Words that stand on every page of it, or that everybody who uses it would think of first."""

SHORTEST_WORD = 3
MOST_BESIDE = 6
"""Letters and digits: people add a year to a word that alone is not taken, or a letter."""


def words_in(texts: Iterable[str]) -> Iterator[str]:
    """> testshire, county, council, and testshirecountycouncil, for Testshire County Council"""
    for text in texts:
        words = re.findall(r"[^\W\d_]+", normalised(text).casefold())
        yield from (word for word in [*words, "".join(words)] if len(word) >= SHORTEST_WORD)


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether there is little in it but these words, in whatever order and capitals, with signs between.

    > Testshire-Audits-2026! is made of them; > testshire otter lantern is not.
    """
    written = "".join(re.findall(r"[^\W_]", normalised(password).casefold()))
    left = written
    for word in sorted(words, key=lambda word: (-len(word), word)):
        left = left.replace(word, "")
    return len(left) <= MOST_BESIDE and left != written
