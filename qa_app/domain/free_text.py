"""Words that people type or paste: which characters are kept, and how much is too much."""

import re

from qa_app.domain.errors import InvalidInput, Problem

TEXT_LIMIT = 50_000

_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f]")
_UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str, *, limit: int = TEXT_LIMIT, field: str = "text") -> str:
    """The text as it is stored, with every line break a single newline.

    Word pastes a vertical tab where a line was broken by hand, and a form feed between pages: both become
    newlines, so that words do not run together. Other control characters, lone surrogates and the two
    noncharacters that XML forbids are dropped, because PostgreSQL or a workbook would refuse the whole
    text. All else stays as written, tabs, emoji, right-to-left marks and outer spaces too.

    Raises InvalidInput, about `field`, for more than `limit` characters: nothing is ever cut off.
    """
    kept = _UNKEPT.sub("", _LINE_BREAKS.sub("\n", text))
    if len(kept) > limit:
        raise InvalidInput(
            [
                Problem(
                    field,
                    f"This is {len(kept):,} characters long and the most that can be saved is {limit:,}: "
                    f"shorten it by {len(kept) - limit:,}",
                )
            ]
        )
    return kept


def unkept_character(text: str) -> str | None:
    """> U+0000, the first character that cannot be stored, or None"""
    found = _UNKEPT.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
