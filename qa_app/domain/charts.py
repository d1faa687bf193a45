"""A chart as a description, so that the page and the document draw the same picture."""

from dataclasses import dataclass
from fractions import Fraction

Share = Fraction | float


@dataclass(frozen=True)
class Bar:
    """One bar, usually a period.

    `shares` are percentages (0 to 100, not rounded), one for every series, or empty where nothing was
    audited. `caption` stands by the bar: > n = 24, or > N/A. `links` lead from each segment to the
    audits behind it; `counts` are how many those are.
    """

    label: str
    shares: tuple[Share, ...]
    caption: str = ""
    links: tuple[str | None, ...] | None = None
    counts: tuple[int, ...] | None = None


@dataclass(frozen=True)
class StackedChart:
    """Bars that each add to 100%. `series` are the labels of the grades, best first."""

    title: str
    description: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
