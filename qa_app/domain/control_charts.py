"""Control charts (XmR): which points of a measure are more than chance would give, and whether that is good.

Source: Wheeler's individuals chart, read as the NHS “Making Data Count” team reads it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from itertools import groupby, pairwise, takewhile

from qa_app.domain.directions import Polarity
from qa_app.domain.plurals import plural

FEWEST_POINTS = 6
FEWEST_FOR_LIMITS_TO_HOLD = 12
RUN = 7
"""Points: that many rise or fall one after the other, or lie on one side of the mean, by no chance."""

REACH = Fraction("2.66")
"""Mean moving ranges from the mean to a limit: 3 standard deviations, each 1/1.128 of a moving range."""


class Rule(Enum):
    """Why a point is more than chance would give; a point is given the first that it meets."""

    OUTSIDE = "outside the limits"
    TREND = "trend of 7 points or more"
    NEAR_LIMIT = "2 of 3 close to a limit"
    SHIFT = "shift of 7 points or more"


class Side(Enum):
    HIGH = 1
    LOW = -1


class Meaning(StrEnum):
    """What a point says, as words; common cause is the variation that a steady process has."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    COMMON_CAUSE = "common cause"


_MEANINGS = {
    (Side.HIGH, Polarity.HIGHER_IS_BETTER): Meaning.IMPROVEMENT,
    (Side.LOW, Polarity.HIGHER_IS_BETTER): Meaning.CONCERN,
    (Side.HIGH, Polarity.LOWER_IS_BETTER): Meaning.CONCERN,
    (Side.LOW, Polarity.LOWER_IS_BETTER): Meaning.IMPROVEMENT,
}


@dataclass(frozen=True)
class Point:
    """`side` is where the point lies, or for a trend the way it goes; both None for common cause."""

    label: str
    value: Fraction
    meaning: Meaning = Meaning.COMMON_CAUSE
    rule: Rule | None = None
    side: Side | None = None

    @property
    def words(self) -> str:
        """> above the upper limit, or nothing for common cause"""
        return _WORDS[self.rule, self.side] if self.rule and self.side else ""


_WORDS = {
    (Rule.OUTSIDE, Side.HIGH): "above the upper limit",
    (Rule.OUTSIDE, Side.LOW): "below the lower limit",
    (Rule.TREND, Side.HIGH): f"{RUN} points or more that rise",
    (Rule.TREND, Side.LOW): f"{RUN} points or more that fall",
    (Rule.NEAR_LIMIT, Side.HIGH): "2 of 3 points close to the upper limit",
    (Rule.NEAR_LIMIT, Side.LOW): "2 of 3 points close to the lower limit",
    (Rule.SHIFT, Side.HIGH): f"{RUN} points or more above the mean",
    (Rule.SHIFT, Side.LOW): f"{RUN} points or more below the mean",
}


@dataclass(frozen=True)
class ControlChart:
    """Oldest point first; mean and limits are in the unit of the measure, as the formula gives them."""

    points: tuple[Point, ...]
    mean: Fraction
    lower: Fraction
    upper: Fraction

    @property
    def is_trial(self) -> bool:
        """Whether the points are too few for the limits to hold."""
        return len(self.points) < FEWEST_FOR_LIMITS_TO_HOLD

    @property
    def reading(self) -> str:
        """> The latest point is above the upper limit, which is more than chance would give: concern."""
        return " ".join(_sentences(self))


def points_lacking(count: int) -> int:
    """How many more points a chart needs; 0 where it can be drawn."""
    return max(0, FEWEST_POINTS - count)


def control_chart(values: Sequence[tuple[str, Fraction]], polarity: Polarity) -> ControlChart:
    """The chart of these labels and values, oldest first: limits at mean ± 2.66 × mean moving range.

    Raises ValueError below FEWEST_POINTS.
    """
    if points_lacking(len(values)):
        raise ValueError(f"a control chart needs {FEWEST_POINTS} points, not {len(values)}")
    exact = [value for _, value in values]
    mean = sum(exact, Fraction(0)) / len(exact)
    ranges = [abs(later - earlier) for earlier, later in pairwise(exact)]
    reach = REACH * sum(ranges, Fraction(0)) / len(ranges)
    marked = {
        Rule.OUTSIDE: [_side(distance, beyond=reach) for distance in _distances(exact, mean)],
        Rule.TREND: _trends(exact),
        Rule.NEAR_LIMIT: _near_a_limit(exact, mean, reach),
        Rule.SHIFT: _runs([_side(distance) for distance in _distances(exact, mean)], fewest=RUN),
    }
    points = []
    for place, (label, value) in enumerate(values):
        met = ((rule, side) for rule in Rule if (side := marked[rule][place]))
        rule, side = next(met, (None, None))
        points.append(Point(label, value, _meaning(side, polarity), rule, side))
    return ControlChart(tuple(points), mean, mean - reach, mean + reach)


def _meaning(side: Side | None, polarity: Polarity) -> Meaning:
    if side is None:
        return Meaning.COMMON_CAUSE
    return _MEANINGS.get((side, polarity), Meaning.NEUTRAL)


def _distances(values: Sequence[Fraction], mean: Fraction) -> list[Fraction]:
    return [value - mean for value in values]


def _side(distance: Fraction, *, beyond: Fraction = Fraction(0)) -> Side | None:
    """None within so much of the mean, the end included."""
    if abs(distance) <= beyond:
        return None
    return Side.HIGH if distance > 0 else Side.LOW


def _runs(sides: Sequence[Side | None], *, fewest: int) -> list[Side | None]:
    """The sides that stand so many times or more in a row."""
    kept: list[Side | None] = []
    for side, group in groupby(sides):
        length = len(list(group))
        kept += [side if length >= fewest else None] * length
    return kept


def _trends(values: Sequence[Fraction]) -> list[Side | None]:
    """Every point of a rise or fall, also the one it starts from; a turn belongs to what led to it."""
    steps = _runs([_side(later - earlier) for earlier, later in pairwise(values)], fewest=RUN - 1)
    return [into or out_of for into, out_of in zip([None, *steps], [*steps, None], strict=True)]


def _near_a_limit(values: Sequence[Fraction], mean: Fraction, reach: Fraction) -> list[Side | None]:
    """The points beyond two thirds of the way to a limit: 2 or more of 3, all three on its side."""
    found: list[Side | None] = [None] * len(values)
    distances = _distances(values, mean)
    for first in range(len(values) - 2):
        window = range(first, first + 3)
        sides = {_side(distances[place]) for place in window}
        near = [place for place in window if _side(distances[place], beyond=reach * 2 / 3)]
        if len(sides) == 1 and len(near) >= 2:
            for place in near:
                found[place] = _side(distances[place])
    return found


def _sentences(chart: ControlChart) -> Iterator[str]:
    latest = chart.points[-1]
    if latest.rule is None:
        yield "The latest point is no more than chance would give: common cause variation."
    else:
        said = _latest_in_words(chart, latest.rule, latest.side or Side.HIGH)
        yield f"{said}, which is more than chance would give: {_VERDICTS[latest.meaning]}."
        return
    earlier = [point for point in chart.points if point.rule]
    if earlier:
        verb = "was" if len(earlier) == 1 else "were"
        yield f"{plural(len(earlier), 'earlier point')} {verb} more than that, last in {earlier[-1].label}."


_VERDICTS = {
    Meaning.IMPROVEMENT: "improvement",
    Meaning.CONCERN: "concern",
    Meaning.NEUTRAL: "a change, of which neither way is good or bad",
}


def _latest_in_words(chart: ControlChart, rule: Rule, side: Side) -> str:
    values = [point.value for point in reversed(chart.points)]
    high = side is Side.HIGH
    limit = "upper limit" if high else "lower limit"
    if rule is Rule.OUTSIDE:
        return f"The latest point is {'above' if high else 'below'} the {limit}"
    if rule is Rule.NEAR_LIMIT:
        return f"Of the latest 3 points, 2 or more are beyond two thirds of the way to the {limit}"
    if rule is Rule.TREND:
        steps = (_side(later - earlier) for later, earlier in pairwise(values))
        number = len(list(takewhile(lambda step: step is side, steps))) + 1
        return f"The latest {number} points {'rise' if high else 'fall'} one after the other"
    sides = (_side(value - chart.mean) for value in values)
    number = len(list(takewhile(lambda each: each is side, sides)))
    return f"The latest {number} points are all {'above' if high else 'below'} the mean"
