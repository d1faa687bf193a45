"""What a measure is meant to reach: a value or a range, with or without a tolerance."""

from dataclasses import dataclass
from decimal import Decimal

from qa_app.domain.decimals import plain_number, typed_number
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.statuses import NEAR_TARGET, OFF_TARGET, ON_TARGET, Status


@dataclass(frozen=True)
class Target:
    """`low` and `high` are the same for a single value. Made by `parse_target`, which checks it."""

    low: Decimal
    high: Decimal
    tolerance: Decimal = Decimal(0)

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def __str__(self) -> str:
        """> 85, or > 138 to 168.6, or > 85, tolerance 5"""
        value = f"{plain_number(self.low)} to {plain_number(self.high)}" if self.is_range else ""
        tolerance = f", tolerance {plain_number(self.tolerance)}" if self.tolerance else ""
        return f"{value or plain_number(self.low)}{tolerance}"

    def status_of(self, displayed: Decimal, polarity: Polarity, *, with_tolerance: bool) -> Status:
        """Green, amber within the tolerance, red; of the value as it is displayed.

        A range is to be in, whichever way is good; a single value is to be reached or kept below.
        """
        missed = self._missed_by(displayed, polarity)
        if missed <= 0:
            return ON_TARGET
        return NEAR_TARGET if with_tolerance and missed <= self.tolerance else OFF_TARGET

    def _missed_by(self, displayed: Decimal, polarity: Polarity) -> Decimal:
        if self.is_range:
            return max(self.low - displayed, displayed - self.high)
        if polarity is Polarity.LOWER_IS_BETTER:
            return displayed - self.low
        return self.low - displayed


def parse_target(low: str, high: str, tolerance: str, polarity: Polarity) -> Target | None:
    """A single value in `low`, or a range; None where both are blank.

    Raises InvalidInput about `low`, `high` or `tolerance`, also for a single value of a measure of which
    neither way is good.
    """
    problems: list[Problem] = []

    def number(text: str, field: str, name: str) -> Decimal | None:
        try:
            return typed_number(text, field=field, name=name)
        except InvalidInput as error:
            problems.extend(error.problems)
            return None

    first, last = number(low, "low", "the target"), number(high, "high", "the end of the range")
    spare = number(tolerance, "tolerance", "the tolerance")
    if problems:
        raise InvalidInput(problems)
    if first is None:
        if last is not None or spare is not None:
            raise InvalidInput([Problem("low", "Write the target too, or leave all of it blank")])
        return None
    if last is not None and last < first:
        problems.append(Problem("high", f"The range ends before it begins: write {low.strip()} here or more"))
    if last in (None, first) and polarity is Polarity.NEUTRAL:
        problems.append(
            Problem(
                "low",
                "Neither way is good for this measure, so a single target says nothing: say first which"
                " way is good, or write a range",
            )
        )
    if spare is not None and spare < 0:
        problems.append(Problem("tolerance", "Write how far the target may be missed: 0 or more"))
    if problems:
        raise InvalidInput(problems)
    return Target(first, first if last is None else last, spare or Decimal(0))
