"""A chart as a description, so that the page and the document draw the same picture."""

from dataclasses import dataclass
from enum import StrEnum
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


class Mark(StrEnum):
    """What a point says beyond its value; drawn as a shape and a colour, and said as a word."""

    NONE = ""
    IMPROVEMENT = "improvement"
    CONCERN = "concern"


@dataclass(frozen=True)
class Point:
    """One period of a line: `value` places it and None leaves a gap; `caption` is as people read it, > 57%.

    `starts_anew` says that the line does not lead here from the point before, because what is measured
    changed. `href` leads to what is behind the point.
    """

    label: str
    value: Share | None
    caption: str = ""
    mark: Mark = Mark.NONE
    starts_anew: bool = False
    href: str | None = None


class LevelKind(StrEnum):
    """What a horizontal line stands for, which decides how it is drawn."""

    CENTRE = "centre"
    LIMIT = "limit"
    TARGET = "target"
    COMPARATOR = "comparator"


@dataclass(frozen=True)
class Level:
    """A horizontal line named by its words, > Mean 57% or > England 62%, 2024-25.

    With `up_to` it is a range, > Target 80% to 90%, drawn as a band.
    """

    value: Share
    label: str
    kind: LevelKind
    up_to: Share | None = None


@dataclass(frozen=True)
class LineChart:
    """A measure over time. `unit` is what the numbers of the axis are: > Per cent, or > Days.

    Points come oldest first. At most 24 are drawn with a caption each; of more, every second has one,
    or every third.
    """

    title: str
    description: str
    unit: str
    points: tuple[Point, ...]
    levels: tuple[Level, ...] = ()
    is_low: bool = False
    """Drawn less high, where it shares a printed page with all that is known of its measure."""


Chart = StackedChart | LineChart
