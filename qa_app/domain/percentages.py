"""Shares of what was audited, exact until they are shown. Nothing audited is N/A, never 0%."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NOTHING_AUDITED = "N/A"


@dataclass(frozen=True)
class Share:
    """So many of those audited; raises ValueError unless 0 <= count <= audited."""

    count: int
    audited: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.audited:
            raise ValueError(f"{self.count} of {self.audited} is not a share")

    @property
    def percent(self) -> Fraction | None:
        """Exact, 0 to 100, for comparing; None when nothing was audited."""
        return Fraction(100 * self.count, self.audited) if self.audited else None


def rounded_percent(value: Fraction | Decimal | int) -> str:
    """> 63 for 62.5, > 0.8 for 0.8, > <0.1 for 0.04: half up, and never 0 for something. No symbol.

    A fall reads as the rise of its size would: > -63 for -62.5.
    """
    numerator, denominator = value.as_integer_ratio()
    if numerator < 0:
        return f"-{_half_up(-numerator, denominator)}".replace("-<", ">-")
    return _half_up(numerator, denominator)


def display_percent(share: Share) -> str:
    """> 57%, or > N/A when nothing was audited"""
    if not share.audited:
        return NOTHING_AUDITED
    return f"{_half_up(100 * share.count, share.audited)}%"


def display_percent_and_count(share: Share) -> str:
    """> 57% (14), or > N/A when nothing was audited"""
    if not share.audited:
        return NOTHING_AUDITED
    return f"{_half_up(100 * share.count, share.audited)}% ({share.count})"


def _half_up(numerator: int, denominator: int) -> str:
    """Whole numbers only, because a page shows hundreds of these and a Fraction takes ten times as long."""
    if 0 < numerator < denominator:
        return _below_one(numerator, denominator)
    return str((2 * numerator + denominator) // (2 * denominator))


def _below_one(numerator: int, denominator: int) -> str:
    """> 0.8, or > <0.1, or > 1 where one decimal would be 1.0"""
    tenths = (20 * numerator + denominator) // (2 * denominator)
    if tenths == 0:
        return "<0.1"
    return "1" if tenths == 10 else f"0.{tenths}"
