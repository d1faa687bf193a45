"""Whether times tell two kinds of requests apart better than a coin would."""

import statistics
from collections.abc import Sequence

from scipy.stats import mannwhitneyu

COIN = 0.5
CHANCE = 0.08
"""More than three standard deviations of what chance gives for 300 of each."""


def share_longer(these: Sequence[float], those: Sequence[float]) -> float:
    """Of all pairs of one and the other, in how many this one took longer."""
    return float(mannwhitneyu(these, those).statistic / (len(these) * len(those)))


def is_like_a_coin(share: float) -> bool:
    return abs(share - COIN) < CHANCE


def medians(**times: Sequence[float]) -> str:
    """> known 71.20 ms, unknown 71.22 ms"""
    return ", ".join(f"{kind} {statistics.median(each):.2f} ms" for kind, each in times.items())
