"""Which way a figure went, and, where it is known which way is good, whether that is better."""

from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction


class Direction(Enum):
    """A symbol and the word that always stands beside it; without a symbol the word stands alone."""

    UP = ("↑", "up")
    DOWN = ("↓", "down")
    SAME = ("=", "same")
    NOT_AVAILABLE = ("", "N/A")
    NOT_COMPARABLE = ("", "not comparable")
    SUPPRESSED = ("", "[c]")

    def __init__(self, symbol: str, word: str) -> None:
        self.symbol = symbol
        self.word = word


class Polarity(StrEnum):
    """Which way is good. A single grade is neutral: fewer Good is bad or not by where they went."""

    HIGHER_IS_BETTER = "higher is better"
    LOWER_IS_BETTER = "lower is better"
    NEUTRAL = "neutral"


_ASSESSMENTS = {
    (Direction.UP, Polarity.HIGHER_IS_BETTER): "better",
    (Direction.DOWN, Polarity.HIGHER_IS_BETTER): "worse",
    (Direction.SAME, Polarity.HIGHER_IS_BETTER): "no change",
    (Direction.UP, Polarity.LOWER_IS_BETTER): "worse",
    (Direction.DOWN, Polarity.LOWER_IS_BETTER): "better",
    (Direction.SAME, Polarity.LOWER_IS_BETTER): "no change",
}


def direction(
    latest: Fraction | Decimal | int | None, previous: Fraction | Decimal | int | None
) -> Direction:
    """The way from the previous to the latest figure, both unrounded; not available if either is None.

    A period judged before moderation against one judged after is NOT_COMPARABLE: the caller knows.
    """
    if latest is None or previous is None:
        return Direction.NOT_AVAILABLE
    change = Fraction(latest) - Fraction(previous)
    if change == 0:
        return Direction.SAME
    return Direction.UP if change > 0 else Direction.DOWN


def assessment(direction: Direction, polarity: Polarity) -> str:
    """> better, > worse, > no change, or nothing where neither way is good or there is no direction"""
    return _ASSESSMENTS.get((direction, polarity), "")
