"""Invented words of auditors and moderators, from `evidence.json`. No child, family or worker is real."""

import json
from importlib.resources import files
from random import Random
from typing import Any

GRADES = 4
"""Sentences are written for four grades, best first; marks out of ten take those of the nearest."""

_WORDS = json.loads((files(__package__) / "evidence.json").read_text(encoding="utf-8"))
_OTHERWISE = {"seen": "overall", "written": "areas-for-improvement"}


def what_was_seen(code: str, band: int, rng: Random) -> str:
    """Evidence for a judgement; `band` 1 is the best of four grades."""
    seen = _about("seen", code)[band - 1]
    return f"{rng.choice(seen)} {rng.choice(_WORDS['also'])}".strip()


def what_was_written(code: str, rng: Random, *, required: bool) -> str:
    """The answer to a text question; empty now and then where it may be."""
    written = _about("written", code)
    return str(rng.choice([text for text in written if text] if required else written))


def why_returned(rng: Random) -> str:
    return str(rng.choice(_WORDS["returned"]))


def why_withdrawn(rng: Random) -> str:
    return str(rng.choice(_WORDS["withdrawn"]))


def why_revised(rng: Random, *, downwards: bool) -> str:
    return str(rng.choice(_WORDS["revised_down" if downwards else "revised_up"]))


def comment_on_practice(rng: Random) -> str:
    return str(rng.choice(_WORDS["on_practice"]))


def comment_on_the_audit(rng: Random) -> str:
    """What a moderator says of the audit itself, apart from the practice in it."""
    return str(rng.choice(_WORDS["on_the_audit"]))


def _about(kind: str, code: str) -> Any:
    return _WORDS[kind].get(code, _WORDS[kind][_OTHERWISE[kind]])
