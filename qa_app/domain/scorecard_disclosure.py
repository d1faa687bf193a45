"""A scorecard as the public may see it: figures of few suppressed, with all that would tell them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from qa_app.domain.directions import Direction
from qa_app.domain.disclosure import is_small, is_small_share
from qa_app.domain.measures import Unit
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import PER_CHILDREN, SUPPRESSED, Reading
from qa_app.domain.scorecard import Line, MeasureFacts, Scorecard
from qa_app.domain.scorecard_building import exception_of
from qa_app.domain.scorecard_families import withheld_together
from qa_app.domain.travel import Travel

Periods = Mapping[ReportingPeriod, Reading]


def suppressed(scorecard: Scorecard) -> Scorecard:
    """The same lines without figures of few, their statuses and directions, and comments on the latest.

    Measures that are shares of the same audits are looked at together: less the others, a total would tell.
    What is entered as a percentage or a rate without its counts cannot be judged, and stays.
    """
    lines = scorecard.lines
    known = [dict(_readings(line, scorecard)) for line in lines]
    withheld = {
        (number, period)
        for number, (line, readings) in enumerate(zip(lines, known, strict=True))
        for period, reading in readings.items()
        if is_of_few(line.measure, reading)
    }
    withheld |= withheld_together([line.measure for line in lines], known, withheld)
    made = iter(
        [
            _line(line, scorecard, readings, {period for each, period in withheld if each == number})
            for number, (line, readings) in enumerate(zip(lines, known, strict=True))
        ]
    )
    themes = tuple(replace(theme, lines=tuple(next(made) for _ in theme.lines)) for theme in scorecard.themes)
    return replace(scorecard, themes=themes)


def is_of_few(measure: MeasureFacts, reading: Reading) -> bool:
    """Whether a single figure says something of 1 to 5 children, or of all but so few."""
    value, of = reading.value, reading.denominator
    if value is None:
        return False
    match measure.unit:
        case Unit.NUMBER:
            return value.denominator == 1 and is_small(value)
        case Unit.AVERAGE | Unit.DAYS:
            return of is not None and is_small(of)
        case Unit.RATE:
            counted = _counted(reading, PER_CHILDREN)
            return counted is not None and is_small(counted)
        case Unit.PERCENT:
            counted = _counted(reading, 100)
            if of is None or counted is None:
                return counted is not None and is_small(counted)
            return is_small_share(counted, of)


def _counted(reading: Reading, scale: int) -> Fraction | int | None:
    """The numerator, or the whole number nearest to what the value says of a known denominator."""
    if reading.numerator is not None or reading.value is None or reading.denominator is None:
        return reading.numerator
    return round(reading.value * reading.denominator / scale)


def _readings(line: Line, scorecard: Scorecard) -> Iterator[tuple[ReportingPeriod, Reading]]:
    """Every reading that a layout may print of a line."""
    choice = scorecard.choice
    last_year = choice.last.same_last_year()
    yield last_year.same_last_year(), line.two_years_ago
    yield last_year, line.last_year
    yield from zip(choice.periods_shown, line.readings, strict=True)


def _line(line: Line, scorecard: Scorecard, known: Periods, withheld: set[ReportingPeriod]) -> Line:
    choice = scorecard.choice
    shown, last = choice.periods_shown, choice.last
    last_year = last.same_last_year()
    statuses = tuple(
        None if period in withheld else status for period, status in zip(shown, line.statuses, strict=True)
    )
    travels = tuple(
        # Of a period that is not looked at here nobody knows whether its figure may be told.
        Travel(each.since, Direction.SUPPRESSED, "")
        if {last, each.since} & withheld or each.since not in known
        else each
        for each in line.travels
    )
    return replace(
        line,
        readings=tuple(_reading(known[period], period in withheld) for period in shown),
        last_year=_reading(line.last_year, last_year in withheld),
        two_years_ago=_reading(line.two_years_ago, last_year.same_last_year() in withheld),
        statuses=statuses,
        travels=travels,
        # What somebody wrote of a figure may repeat it.
        comment=None if last in withheld else line.comment,
        previous_comment=line.previous_comment if last.previous() in known.keys() - withheld else None,
        exception=exception_of(statuses[-1], travels) if line.exception else "",
    )


def _reading(reading: Reading, is_withheld: bool) -> Reading:
    if not is_withheld:
        return reading
    return replace(
        SUPPRESSED,
        status=reading.status,
        is_break=reading.is_break,
        is_before_moderation=reading.is_before_moderation,
    )
