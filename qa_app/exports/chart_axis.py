"""The axis of values: round numbers from below the lowest to above the highest."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor

MOST_STEPS = 6
_SIZES = (1, 2, 5, 10)


def round_ticks(values: Sequence[float]) -> tuple[Decimal, ...]:
    """> 0, 20, 40, 60, 80; at least two, and from nought unless that would take half of the room.

    0 and 1 where there are no values, or only noughts.
    """
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low == high or 0 < low <= high / 2 or low / 2 <= high < 0:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return (Decimal(0), Decimal(1))
    step = _step(high - low)
    first, last = floor(low / float(step)), ceil(high / float(step))
    if low > 0 and first * float(step) == low:
        first -= 1  # else the lowest point would lie on the axis, as only nought should
    return tuple(step * number for number in range(first, last + 1))


def tick_label(tick: Decimal) -> str:
    """> 1,500 or > 0.25"""
    return f"{tick:,f}"


def _step(span: float) -> Decimal:
    """The smallest of 1, 2 and 5, times a power of ten, that parts `span` into few enough steps."""
    wanted = Decimal(repr(span)) / (MOST_STEPS - 1)
    power = Decimal(1).scaleb(wanted.adjusted())
    return next((size * power).normalize() for size in _SIZES if size * power >= wanted)
