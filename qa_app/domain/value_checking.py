"""A typed value of a measure, checked against its measure and its period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from qa_app.domain.decimals import plain_number, typed_number
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.measure_values import (
    NOT_APPLICABLE,
    CheckedValue,
    TypedValue,
    says_not_known,
    says_nothing_to_count,
)
from qa_app.domain.measures import Frequency, MeasurePeriod, Unit, ValueStatus
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.periods import ReportingPeriod, year_of
from qa_app.domain.tables import shown_date

REASON_LIMIT = 1_000
SOURCE_LIMIT = 300

_EXAMPLES = {
    Frequency.MONTH: "month, such as Dec 2016",
    Frequency.QUARTER: "quarter, such as Q3 2016-17",
    Frequency.YEAR: "reporting year, such as Year 2016-17",
}


@dataclass(frozen=True)
class Counted:
    """What of a measure its values are checked against."""

    unit: Unit
    frequency: Frequency
    over: MeasurePeriod


def check_value(
    typed: TypedValue, about: Counted, period: ReportingPeriod, *, today: date, children: int | None = None
) -> CheckedValue | None:
    """The value that was typed, or None where there is no figure: a blank is never 0.

    `children` is the child population of the period's year. N/A, or a denominator of 0, says that there was
    nothing to count. Raises InvalidInput about `period`, `numerator`, `denominator`, `value`, `status`,
    `reason` or `source`.
    """
    if typed.is_blank:
        return None
    problems = list(_problems_of_period(about, period, today))
    numerator, denominator, value = (
        _number(typed, field, about.unit, problems) for field in ("numerator", "denominator", "value")
    )
    status = _status(typed.status, problems)
    reason = _words(typed.reason, "reason", REASON_LIMIT, problems)
    source = _words(typed.source, "source", SOURCE_LIMIT, problems)
    if problems:
        raise InvalidInput(problems)
    said = any(map(says_nothing_to_count, typed.figures))
    empty = denominator == 0 and about.unit is not Unit.RATE
    checked = CheckedValue(numerator, denominator, value, said or empty, status, reason, source)
    problems += _misfits(checked, about.unit, children, period, said=said)
    if problems:
        raise InvalidInput(problems)
    return checked


def _problems_of_period(about: Counted, period: ReportingPeriod, today: date) -> Iterator[Problem]:
    """A snapshot is taken on the last day and can be entered that day; all else waits for the next."""
    if frequency_of(period) is not about.frequency:
        sentence = f"This measure has a value for every {about.frequency.value}: write a "
        yield Problem("period", f"{sentence}{_EXAMPLES[about.frequency]}")
        return
    first = period.last_day
    if about.over is not MeasurePeriod.SNAPSHOT:
        first += timedelta(days=1)
    if today < first:
        sentence = f"{period} is not over yet: its value can be entered from {shown_date(first)}"
        yield Problem("period", sentence)


def _number(typed: TypedValue, field: str, unit: Unit, problems: list[Problem]) -> Decimal | None:
    text = getattr(typed, field)
    if says_not_known(text) or says_nothing_to_count(text):
        return None
    try:
        number = typed_number(text, field=field, name=f"the {field}")
    except InvalidInput as error:
        problems.extend(error.problems)
        return None
    may_be_negative = unit in (Unit.AVERAGE, Unit.DAYS) and field != "denominator"
    if number is not None and number < 0 and not may_be_negative:
        problems.append(Problem(field, f"The {field} cannot be less than 0: correct it"))
    return number


def _status(text: str, problems: list[Problem]) -> ValueStatus:
    """Final where nothing is said."""
    try:
        return ValueStatus(text.strip().casefold() or ValueStatus.FINAL)
    except ValueError:
        problems.append(Problem("status", f"Write one of these: {', '.join(ValueStatus)}"))
        return ValueStatus.FINAL


def _words(text: str, field: str, limit: int, problems: list[Problem]) -> str:
    try:
        return " ".join(clean_text(text, limit=limit, field=field).split())
    except InvalidInput as error:
        problems.extend(error.problems)
        return ""


def _misfits(
    checked: CheckedValue, unit: Unit, children: int | None, period: ReportingPeriod, *, said: bool
) -> Iterator[Problem]:
    """What is wrong with numbers that can each be read."""
    numerator, denominator, value = checked.numerator, checked.denominator, checked.value
    if said and (value is not None or numerator or denominator):
        sentence = f"{NOT_APPLICABLE} says that there was nothing to count: take it out, or the numbers"
        yield Problem("value", sentence)
    elif unit is Unit.RATE and denominator == 0:
        sentence = "A rate cannot be counted against 0 children: write how many there are, or leave it blank"
        yield Problem("denominator", sentence)
    elif denominator == 0 and (numerator or value is not None):
        sentence = f"Of 0 there is no share: correct this, or write {NOT_APPLICABLE} as the value"
        yield Problem("denominator", sentence)
    elif unit is Unit.PERCENT and None not in (numerator, denominator) and numerator > denominator:  # type: ignore[operator]  # neither is None
        yield Problem("numerator", "The numerator is above the denominator: correct one of them")
    elif not checked.is_not_applicable:
        yield from _missing(checked, unit, children, period)
        exact = checked.exact(unit, children)
        if unit is Unit.PERCENT and exact is not None and exact > 100 and not checked.reason:
            shown = f"{plain_number(exact)}%"
            yield Problem("value", f"{shown} is more than 100%: give the reason, or correct it")


def _missing(
    checked: CheckedValue, unit: Unit, children: int | None, period: ReportingPeriod
) -> Iterator[Problem]:
    """Counts of which one alone says nothing."""
    if checked.value is not None or checked.exact(unit, children) is not None:
        return
    if checked.numerator is None:
        yield Problem("numerator", "Write the numerator too, or the value itself")
    elif unit is Unit.RATE:
        sentence = (
            f"How many children there are in {year_of(period)} is not known: write it here, or enter the"
            " child population of that year first"
        )
        yield Problem("denominator", sentence)
    else:
        yield Problem("denominator", "Write the denominator too, or the value itself")
