"""The second factor: codes that follow the clock, and recovery codes that stand in for them."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime

STEP = 30
"""Seconds that one code is shown for (RFC 6238)."""

CODE_LENGTH = 6

DRIFT = 1
"""Steps by which a telephone's clock, or a slow typist, may be off."""

RECOVERY_CODES = 10

# Without letters that are taken for digits, or for each other, when they are read from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5


def step_at(instant: datetime) -> int:
    """How many steps have passed since 1970."""
    return int(instant.timestamp()) // STEP


def steps_good_at(instant: datetime, *, after: int | None) -> list[int]:
    """The steps whose codes are taken now: none twice, so only those after the one that was used last."""
    now = step_at(instant)
    return [step for step in range(now - DRIFT, now + DRIFT + 1) if after is None or step > after]


def typed_code(text: str) -> str:
    """> 123456 for “123 456”, as apps show it"""
    return "".join(unicodedata.normalize("NFKC", text).split())


def in_groups(secret: str) -> str:
    """> JBSW Y3DP EHPK 3PXP: how a secret is read out and typed in"""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def recovery_code(choose: Callable[[Sequence[str]], str]) -> str:
    """> k7fmx-p2qwd, as `choose` picks: secrets.choice, outside of tests. One of 2 to the 49th."""
    letters = "".join(choose(_ALPHABET) for _ in range(2 * _HALF))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def typed_recovery_code(text: str) -> str:
    """> k7fmx-p2qwd for “K7FMX P2QWD”, however it was typed; what cannot be one stays short or long"""
    kept = [letter for letter in typed_code(text).lower() if letter.isalnum()]
    letters = "".join(kept[: 2 * _HALF + 1])
    return f"{letters[:_HALF]}-{letters[_HALF:]}"
