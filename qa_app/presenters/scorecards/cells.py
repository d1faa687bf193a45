"""The values of a scorecard as cells: a figure with its cohort, its marks and the symbol of its status."""

from fractions import Fraction

from qa_app.domain.audit_measures import Counts
from qa_app.domain.measures import Unit
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import Line, MeasureFacts
from qa_app.domain.statuses import Status
from qa_app.domain.tables import Figure, Kind, Plain, Shorthand, Value
from qa_app.domain.targets import Target

FEW = 10
"""With fewer audited than this, one audit more or less moves the figure by ten points and over."""


def kind_of(measure: MeasureFacts) -> Kind:
    if measure.unit is not Unit.PERCENT:
        return Kind.NUMBER
    return Kind.DECIMAL_PERCENT if measure.decimals else Kind.PERCENT


def figure(
    measure: MeasureFacts, value: Fraction, *, beside: str = "", href: str = "", status: Status | None = None
) -> Figure:
    """A value in the unit of the measure, coloured by its status."""
    tone = status.tone if status else None
    return Figure(value, kind_of(measure), measure.decimals, beside, href, tone)


def value(
    measure: MeasureFacts, reading: Reading, *, status: Status | None = None, href: str | None = None
) -> Value:
    """> 67% of 9 ▲ [p], or N/A where there was nothing to count, or [x] where it is not known"""
    if reading.value is None:
        return reading.missing
    symbol = status.symbol if status else ""
    beside = " ".join(filter(None, (cohort(measure, reading), symbol, *map(str, reading.marks))))
    return figure(measure, reading.value, beside=beside, href=href or "", status=status)


def cohort(measure: MeasureFacts, reading: Reading) -> str:
    """> of 9, behind the share that an audit measure is; nothing behind any other"""
    if not is_audited_share(measure) or reading.denominator is None:
        return ""
    return f"of {count(reading.denominator):,}"


def is_audited_share(measure: MeasureFacts) -> bool:
    """Whether the figure is a share of what was audited, and not how many audits there were."""
    return measure.is_audit and not (measure.audit and measure.audit.counts is Counts.AUDITS)


def is_of_few(measure: MeasureFacts, reading: Reading) -> bool:
    """Whether so few were audited that the share is of low reliability; the cohort beside it says so."""
    return is_audited_share(measure) and reading.denominator is not None and 0 < reading.denominator < FEW


def count(number: Fraction | int) -> int | Fraction:
    """A whole number as one, so that it prints without decimals."""
    return number.numerator if number.denominator == 1 else number


def count_or_mark(number: Fraction | int | None, reading: Reading) -> Plain:
    """How many, or the mark that stands where that is not known."""
    return reading.missing if number is None else count(number)


def status(line: Line, place: int = -1, *, set_by_a_person: bool = False) -> Value:
    """> ◆ Outstanding, in its colour; blank for a measure that nothing is held against."""
    found, held = line.statuses[place], line.readings[place]
    if found is not None:
        return Figure(str(found), Kind.TEXT, tone=found.tone)
    if set_by_a_person:
        return Shorthand.SUPPRESSED if held.is_suppressed else Shorthand.NOT_AVAILABLE
    if held.value is None and (line.standards.bands or line.standards.targets):
        return held.missing
    return None


def target_words(measure: MeasureFacts, target: Target) -> str:
    """> 85%, > 138 to 168.6, > 85%, tolerance 5 points"""
    if measure.unit is not Unit.PERCENT:
        return str(target)
    value, _, tolerance = str(target).partition(", ")
    shown = " to ".join(f"{end}%" for end in value.split(" to "))
    return f"{shown}, {tolerance} point{'' if target.tolerance == 1 else 's'}" if tolerance else shown
