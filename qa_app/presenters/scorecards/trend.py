"""The chart of one measure over the periods shown, with its target and its comparators as lines."""

from fractions import Fraction

from qa_app.domain.charts import Level, LevelKind, LineChart, Point
from qa_app.domain.measures import Unit
from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.scorecard_choice import Shown
from qa_app.presenters.scorecards import cells, wording
from qa_app.presenters.scorecards.links import Links

AXES = {Unit.PERCENT: "Per cent"}
"""What the numbers of the axis are, where it is not what the unit is called."""


def trend_chart(line: Line, scorecard: Scorecard, links: Links) -> LineChart:
    measure, periods = line.measure, scorecard.choice.periods_shown
    known = [
        (period, reading.value)
        for period, reading in zip(periods, line.readings, strict=True)
        if reading.value is not None
    ]
    points = tuple(
        Point(
            label=str(period),
            value=reading.value,
            caption="" if reading.value is None else measure.shown(reading.value),
            starts_anew=reading.is_break,
            href=links.audits(measure, period, counted=False) if measure.is_audit else None,
        )
        for period, reading in zip(periods, line.readings, strict=True)
    )
    return LineChart(
        title=f"{measure.name}, {wording.span(periods)}",
        description=f"{wording.trend(measure, known)} The same figures stand in the table with this chart.",
        unit=AXES.get(measure.unit, measure.unit.label),
        points=points,
        levels=(*_target(line, scorecard), *_comparators(line, scorecard)),
        is_low=True,
    )


def _target(line: Line, scorecard: Scorecard) -> tuple[Level, ...]:
    held = line.standards.targets.get(scorecard.choice.last)
    if held is None or Shown.TARGET not in scorecard.choice.columns:
        return ()
    words = f"Target {cells.target_words(line.measure, held)}"
    up_to = Fraction(held.high) if held.is_range else None
    return (Level(Fraction(held.low), words, LevelKind.TARGET, up_to),)


def _comparators(line: Line, scorecard: Scorecard) -> tuple[Level, ...]:
    if Shown.COMPARATORS not in scorecard.choice.columns:
        return ()
    return tuple(
        Level(
            found.value, f"{found.kind.label} {wording.comparator(line.measure, found)}", LevelKind.COMPARATOR
        )
        for found in line.standards.comparators
    )
