"""Which readings of a measure a control chart is drawn of: only those that can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading, Series
from qa_app.domain.scorecard import MeasureFacts


@dataclass(frozen=True)
class ChartedReadings:
    """`points` are periods with their readings, which have a value, oldest first.

    What is left out: what lies before the definition changed (`begins_after_break`), what was judged before
    moderation where the rest was judged after it, and periods between two points that have no figure.
    """

    points: tuple[tuple[ReportingPeriod, Reading], ...] = ()
    begins_after_break: bool = False
    before_moderation: tuple[ReportingPeriod, ...] = ()
    without_figure: tuple[ReportingPeriod, ...] = ()

    @property
    def values(self) -> list[tuple[str, Fraction]]:
        """Labels and values, as a control chart takes them."""
        return [(str(period), reading.value) for period, reading in self.points if reading.value is not None]


def periods_over(
    kind: type[ReportingPeriod], *, first: date, last: date, today: date
) -> tuple[ReportingPeriod, ...]:
    """All periods of this kind from the first day to the last that are over, oldest first."""
    ordinals = range(kind.of(first).ordinal, kind.of(last).ordinal + 1)
    periods: list[ReportingPeriod] = [kind.from_ordinal(ordinal) for ordinal in ordinals]
    return tuple(period for period in periods if period.last_day < today)


def charted_readings(
    measure: MeasureFacts, series: Series, periods: tuple[ReportingPeriod, ...], *, most: int
) -> ChartedReadings:
    """The latest points of these consecutive periods, `most` at most."""
    known = list(_known(measure, series, periods))
    if not known:
        return ChartedReadings()
    latest = known[-1][0]
    # A definition may change in the middle of the latest period, which is still a point.
    unbroken = [pair for pair in known if pair[0] == latest or not series.is_broken(pair[0], latest)]
    moderated = [pair for pair in unbroken if not pair[1].is_before_moderation]
    comparable = moderated or unbroken
    points = comparable[-most:]
    first, last = points[0][0].ordinal, points[-1][0].ordinal
    left_out = {period for period, _ in unbroken} - {period for period, _ in comparable}
    figures = {period for period, _ in known}
    return ChartedReadings(
        points=tuple(points),
        begins_after_break=len(unbroken) < len(known) and len(points) == len(comparable),
        before_moderation=tuple(each for each in periods if each in left_out and each.ordinal >= first),
        without_figure=tuple(each for each in periods if first < each.ordinal < last and each not in figures),
    )


def _known(
    measure: MeasureFacts, series: Series, periods: tuple[ReportingPeriod, ...]
) -> Iterator[tuple[ReportingPeriod, Reading]]:
    for period in periods:
        reading = series.at(period, unit=measure.unit, over=measure.meaning_at(period).measure_period)
        if reading.value is not None:
            yield period, reading
