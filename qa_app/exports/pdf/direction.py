"""Hebrew and Arabic within an English line, in the order in which PDF draws: from left to right.

A PDF holds glyphs where they are seen, and whoever copies or searches turns them back. This is the
part of the Unicode Bidirectional Algorithm (UAX 9) that a line of English needs: stretches of
right-to-left letters are turned round, numbers inside them are not, and brackets face the other way.
"""

import re

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"

# From one such letter to the last before a letter of another kind, with the brackets it opens.
_STRETCH = re.compile(rf"[{_RIGHT_TO_LEFT}](?:\s*[(\[][^()\[\]A-Za-z]*[)\]]|[\W\d]*[{_RIGHT_TO_LEFT}])*")
# A number, or a character with the marks above and below it.
_UNIT = re.compile(rf"\d+(?:[.,:/]\d+)*|.[{_MARKS}]*", re.DOTALL)
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def as_drawn(line: str) -> str:
    """> a םולש b, as it is drawn, for a Hebrew word between two letters"""
    return _STRETCH.sub(_turned_round, line)


def _turned_round(stretch: re.Match[str]) -> str:
    units: list[str] = _UNIT.findall(stretch.group())
    return "".join(unit.translate(_MIRRORED) for unit in reversed(units))
