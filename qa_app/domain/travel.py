"""Direction of travel: which way a measure went, whether that is better, and whether chance could do it."""

from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.chance import more_than_chance, rates_differ
from qa_app.domain.directions import Direction, Polarity, assessment, direction
from qa_app.domain.measures import Unit
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading
from qa_app.domain.tables import half_up


@dataclass(frozen=True)
class Travel:
    """From an earlier period to the latest.

    `change` is the unrounded difference in the unit of the measure (of percentages: points);
    `more_than_chance` is None where it cannot be told.
    """

    since: ReportingPeriod
    direction: Direction
    assessment: str
    change: Fraction | None = None
    more_than_chance: bool | None = None

    @property
    def is_worse(self) -> bool:
        return self.assessment == "worse"

    @property
    def words(self) -> str:
        """> ↓ down, worse, or > N/A"""
        said = f"{self.direction.symbol} {self.direction.word}".strip()
        return f"{said}, {self.assessment}" if self.assessment else said

    @property
    def chance_words(self) -> str:
        """> more than chance would give, or nothing where it cannot be told"""
        if self.more_than_chance is None:
            return ""
        return "more than chance would give" if self.more_than_chance else "could be chance"


def travel(
    latest: Reading,
    earlier: Reading,
    *,
    since: ReportingPeriod,
    unit: Unit,
    polarity: Polarity,
    comparable: bool = True,
) -> Travel:
    """`comparable` is False where the definition changed, or only one of the two is after moderation."""
    way = direction(latest.value, earlier.value)
    if way is Direction.NOT_AVAILABLE:
        return Travel(since, way, "")
    if not comparable:
        return Travel(since, Direction.NOT_COMPARABLE, "")
    change = (latest.value or Fraction(0)) - (earlier.value or Fraction(0))
    return Travel(since, way, assessment(way, polarity), change, _more_than_chance(latest, earlier, unit))


def _more_than_chance(latest: Reading, earlier: Reading, unit: Unit) -> bool | None:
    if unit is Unit.PERCENT and latest.share is not None and earlier.share is not None:
        return more_than_chance(latest.share, earlier.share)
    if unit is Unit.RATE and (now := latest.events) and (before := earlier.events):
        return rates_differ(now, before)
    return None


def change_words(change: Fraction, unit: Unit, decimals: int) -> str:
    """> up 5 points, > down 218.0, or > no change; a change of percentages is in points, never per cent"""
    if change == 0:
        return "no change"
    way = "up" if change > 0 else "down"
    size = f"{half_up(abs(change), decimals):,}"
    if unit is not Unit.PERCENT:
        return f"{way} {size}"
    return f"{way} {size} point{'' if size == '1' else 's'}"
