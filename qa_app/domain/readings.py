"""The value of a measure in one period: exact until it is shown, and never 0 for what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from qa_app.domain.measures import MeasurePeriod, Unit, ValueStatus
from qa_app.domain.percentages import NOTHING_AUDITED, Share, rounded_percent
from qa_app.domain.periods import Month, Quarter, ReportingPeriod, Year
from qa_app.domain.tables import Shorthand, half_up

PER_CHILDREN = 10_000

Exact = Fraction | int
"""Counts are whole numbers as a rule, and a Fraction of one takes ten times as long to make."""


@dataclass(frozen=True)
class Reading:
    """`value` is in the unit's own scale: a percentage 0 to 100, a rate per 10,000 children.

    None where there is no figure: `is_not_applicable` tells nothing audited or no such children (N/A) from
    not known (blank), and `is_suppressed` what may not be shown. `numerator` and `denominator` are given
    where they are known.
    """

    value: Fraction | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    status: ValueStatus = ValueStatus.FINAL
    is_not_applicable: bool = False
    is_break: bool = False
    """The definition changed in this period, so that it is not comparable with the ones before."""
    is_before_moderation: bool = False
    """An audit measure's: no moderator has looked at any audit of the period yet."""
    reason: str = ""
    is_suppressed: bool = False
    """Small numbers: neither the value nor what it was counted from is kept here."""

    @property
    def missing(self) -> Shorthand:
        """What stands in the place of a value that is None."""
        if self.is_suppressed:
            return Shorthand.SUPPRESSED
        return Shorthand.NOT_APPLICABLE if self.is_not_applicable else Shorthand.NOT_AVAILABLE

    @property
    def share(self) -> Share | None:
        """So many of so many, where both are whole numbers; what chance can be asked about."""
        counted = self.events
        return Share(*counted) if counted and counted[0] <= counted[1] else None

    @property
    def events(self) -> tuple[int, int] | None:
        """So many events among so many children, where both are whole numbers."""
        if self.numerator is None or self.denominator is None:
            return None
        if self.numerator.denominator != 1 or self.denominator.denominator != 1 or self.numerator < 0:
            return None
        return int(self.numerator), int(self.denominator)

    @property
    def marks(self) -> tuple[Shorthand, ...]:
        found = []
        if self.status is ValueStatus.PROVISIONAL:
            found.append(Shorthand.PROVISIONAL)
        if self.status is ValueStatus.REVISED:
            found.append(Shorthand.REVISED)
        if self.is_break:
            found.append(Shorthand.BREAK)
        return tuple(found)


NOT_KNOWN = Reading()
NOTHING_TO_COUNT = Reading(is_not_applicable=True)
SUPPRESSED = Reading(is_suppressed=True)


def computed_value(unit: Unit, numerator: Exact | None, denominator: Exact | None) -> Fraction | None:
    """What the numerator and the denominator say; None where they say nothing (a denominator of 0 is N/A).

    Percent: 100 n / d. Rate: 10,000 n / children. Average and days: n / d. A number is its numerator.
    """
    if unit is Unit.NUMBER:
        return None if numerator is None else Fraction(numerator)
    if numerator is None or not denominator:
        return None
    scale = _SCALES.get(unit, 1)
    # In one step, because a scorecard has hundreds of these and every step looks for a common divisor.
    return Fraction(
        scale * numerator.numerator * denominator.denominator,
        numerator.denominator * denominator.numerator,
    )


_SCALES = {Unit.PERCENT: 100, Unit.RATE: PER_CHILDREN}


def shown_value(value: Fraction | Decimal | int, unit: Unit, decimals: int) -> str:
    """> 57%, > 1,204, > 703.9, > 0.8% where nothing but noughts would be printed of something"""
    if unit is Unit.PERCENT:
        if decimals == 0:
            return f"{rounded_percent(value)}%"
        return f"{half_up(value, decimals):,}%"
    return f"{half_up(value, decimals):,}"


def as_displayed(value: Fraction | Decimal | int, unit: Unit, decimals: int) -> Decimal:
    """The number that a person reads, which decides its band, so that colour and number never disagree.

    A share above 0 and below 1 prints a decimal more; “<0.1” counts as 0.
    """
    if unit is Unit.PERCENT and decimals == 0:
        text = rounded_percent(value)
        return Decimal(0) if text.startswith(("<", ">")) else Decimal(text)
    return half_up(value, decimals)


def shown_reading(reading: Reading, unit: Unit, decimals: int) -> str:
    """> 57%, > N/A where there was nothing to count, > [c] where it is suppressed, nothing if not known"""
    if reading.is_suppressed:
        return Shorthand.SUPPRESSED.shown
    if reading.value is None:
        return NOTHING_AUDITED if reading.is_not_applicable else ""
    return shown_value(reading.value, unit, decimals)


@dataclass(frozen=True)
class Series:
    """All that is known of one measure: its readings by the period that they are about.

    `breaks` are the months (201604) from which its definition, or that of its questions, is another.
    """

    readings: Mapping[ReportingPeriod, Reading] = field(default_factory=dict)
    breaks: frozenset[int] = frozenset()

    def is_broken(self, earlier: ReportingPeriod, later: ReportingPeriod) -> bool:
        """Whether the definition changed on the way from one period to the other."""
        return any(earlier.first_month < month <= later.last_month for month in self.breaks)

    def at(self, period: ReportingPeriod, *, unit: Unit, over: MeasurePeriod) -> Reading:
        """The reading for a period, also where the values are about shorter ones.

        A value of the period itself comes first. Else what stands for longer (a snapshot, a rolling or a
        yearly figure) is that of the last month or quarter in it, and what is counted afresh is the sum of
        all of them, where every one is there; an average cannot be put together so. Where the definition
        changed in any part of the period, the reading says so.
        """
        if period in self.readings:
            return self.readings[period]
        found = self._put_together(period, unit=unit, over=over)
        has_break = any(period.first_month <= month <= period.last_month for month in self.breaks)
        return replace(found, is_break=True) if has_break and found.value is not None else found

    def _put_together(self, period: ReportingPeriod, *, unit: Unit, over: MeasurePeriod) -> Reading:
        for parts in _parts(period):
            if over.stands_for_longer:
                if parts[-1] in self.readings:
                    return self.readings[parts[-1]]
            elif all(part in self.readings for part in parts):
                return _summed([self.readings[part] for part in parts], unit)
        return NOT_KNOWN


def _parts(period: ReportingPeriod) -> list[list[ReportingPeriod]]:
    """A quarter's months; a year's quarters, and its months."""
    match period:
        case Month():
            return []
        case Quarter():
            return [_months(period)]
        case Year():
            quarters: list[ReportingPeriod] = [
                Quarter(period.starting_year, number) for number in (1, 2, 3, 4)
            ]
            return [quarters, _months(period)]


def _months(period: ReportingPeriod) -> list[ReportingPeriod]:
    first, last = Month.of(period.first_day).ordinal, Month.of(period.last_day).ordinal
    return [Month.from_ordinal(ordinal) for ordinal in range(first, last + 1)]


def _summed(readings: list[Reading], unit: Unit) -> Reading:
    known = [reading for reading in readings if not reading.is_not_applicable]
    if not known:
        return NOTHING_TO_COUNT
    status = max((reading.status for reading in known), key=_LEAST_CERTAIN.index)
    is_break = any(reading.is_break for reading in readings)
    numerators = [reading.numerator for reading in known]
    denominators = [reading.denominator for reading in known]
    if unit is Unit.NUMBER and all(reading.value is not None for reading in known):
        value = sum((reading.value for reading in known if reading.value is not None), Fraction(0))
        return Reading(value, numerator=value, status=status, is_break=is_break)
    if unit is not Unit.PERCENT or None in numerators or None in denominators:
        return NOT_KNOWN
    numerator = sum((number for number in numerators if number is not None), Fraction(0))
    denominator = sum((number for number in denominators if number is not None), Fraction(0))
    value_or_none = computed_value(unit, numerator, denominator)
    summed = Reading(value_or_none, numerator, denominator, status, is_break=is_break)
    return summed if denominator else replace(summed, is_not_applicable=True)


_LEAST_CERTAIN = (ValueStatus.FINAL, ValueStatus.REVISED, ValueStatus.PROVISIONAL)
