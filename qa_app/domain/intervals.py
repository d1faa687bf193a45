"""How far a share of few audits could be from the practice it samples."""

from fractions import Fraction
from math import sqrt

from qa_app.domain.percentages import NOTHING_AUDITED, Share, rounded_percent

Z = 1.96  # 95% of a normal distribution lies within so many standard deviations of its mean


def wilson_interval(count: int, audited: int) -> tuple[float, float] | None:
    """The 95% interval in percent, 0 to 100; None when nothing was audited.

    Source: Wilson 1927, in the form public health uses:
    (2O + z² ∓ z·sqrt(z² + 4·O·q)) / (2(n + z²)), with O of n and q = 1 - O/n.
    Raises ValueError unless 0 <= count <= audited.
    """
    share = Share(count, audited)
    if not share.audited:
        return None
    middle = 2 * count + Z * Z
    spread = Z * sqrt(Z * Z + 4 * count * (1 - count / audited))
    whole = 2 * (audited + Z * Z)
    # At either end the formula gives the end itself, which floating point misses by a hair.
    lower = 0.0 if count == 0 else 100 * (middle - spread) / whole
    upper = 100.0 if count == audited else 100 * (middle + spread) / whole
    return lower, upper


def interval_words(count: int, audited: int) -> str:
    """> 4% to 40%, or > N/A when nothing was audited"""
    interval = wilson_interval(count, audited)
    if interval is None:
        return NOTHING_AUDITED
    lower, upper = (rounded_percent(Fraction(end)) for end in interval)
    return f"{lower}% to {upper}%"
