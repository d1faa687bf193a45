"""How a measure stands, always as a word and a symbol; the colour only repeats them."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What the colour says; also the end of the name of its style."""

    BEST = "best"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    AUDIT = "audit"
    """No status: what is measured by audit, apart from what is entered."""


@dataclass(frozen=True)
class Status:
    """> ✓ Good"""

    word: str
    symbol: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.symbol} {self.word}"


OUTSTANDING = Status("Outstanding", "◆", Tone.BEST)
GOOD = Status("Good", "✓", Tone.GOOD)
REQUIRES_IMPROVEMENT = Status("Requires Improvement", "▲", Tone.FAIR)
INADEQUATE = Status("Inadequate", "×", Tone.POOR)

ON_TARGET = Status("Green: on target", "✓", Tone.GOOD)
NEAR_TARGET = Status("Amber: within tolerance", "▲", Tone.FAIR)
OFF_TARGET = Status("Red: off target", "×", Tone.POOR)

_SET = {1: ("✓", Tone.GOOD), 2: ("▲", Tone.FAIR), 3: ("×", Tone.POOR)}


def set_status(number: int, words: tuple[str, str, str]) -> Status:
    """> ▲ 2 Needs attention, for the number that a person set (1 is best) and the council's words"""
    symbol, tone = _SET[number]
    return Status(f"{number} {words[number - 1]}", symbol, tone)
