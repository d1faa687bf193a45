"""The control chart of a measure: the picture, its figures beside it, and how to read them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from qa_app.domain import charts
from qa_app.domain.charted_readings import ChartedReadings
from qa_app.domain.control_charts import RUN, ControlChart, Meaning, Point
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import MeasurePeriod, Unit
from qa_app.domain.periods import ReportingPeriod, Year
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.tables import Column, Kind, Report, Section, Table
from qa_app.presenters.scorecards import cells
from qa_app.presenters.scorecards.trend import AXES

LinkTo = Callable[[ReportingPeriod], str | None]
"""Where the audits of a period are listed."""

MARKS = {Meaning.IMPROVEMENT: charts.Mark.IMPROVEMENT, Meaning.CONCERN: charts.Mark.CONCERN}

GOOD = {
    Polarity.HIGHER_IS_BETTER: "Higher is better",
    Polarity.LOWER_IS_BETTER: "Lower is better",
    Polarity.NEUTRAL: "Neither way is good or bad",
}


@dataclass(frozen=True)
class Charted:
    """A measure, what can be compared of it, and the control chart of that."""

    measure: MeasureFacts
    readings: ChartedReadings
    chart: ControlChart

    @property
    def title(self) -> str:
        return f"Control chart: {self.measure.name}"

    @property
    def span(self) -> str:
        """> Q1 2015-16 to Q3 2016-17"""
        return f"{self.chart.points[0].label} to {self.chart.points[-1].label}"

    def shown(self, value: Fraction) -> str:
        """A mean or a limit, with one decimal more than the measure itself: > 85.7%"""
        return replace(self.measure, decimals=self.measure.decimals + 1).shown(value)


def control_chart_section(charted: Charted, *, link_to: LinkTo | None = None) -> Section:
    chart = charted.chart
    trial = (
        f"With fewer than 12 points ({len(chart.points)} here) these are trial limits: they may still move."
    )
    return Section(
        heading=charted.span,
        paragraphs=(chart.reading, *((trial,) if chart.is_trial else ())),
        facts=(
            ("Mean", charted.shown(chart.mean)),
            ("Upper limit", charted.shown(chart.upper)),
            ("Lower limit", charted.shown(chart.lower)),
            ("Better", GOOD[charted.measure.polarity]),
        ),
        chart=_picture(charted, link_to),
        table=_table(charted, link_to),
    )


def control_chart_report(
    charted: Charted,
    *,
    author: str,
    drawn_at: datetime,
    limited_to: Sequence[str] | None,
) -> Report:
    """`limited_to` are the only service areas whose audits are counted; None: all."""
    return Report(
        title=charted.title,
        subtitle=charted.span,
        drawn_at=drawn_at,
        author=author,
        facts=(
            ("Measure", f"{charted.measure.name} ({charted.measure.code})"),
            ("Periods", charted.span),
            ("Service areas", "All" if limited_to is None else f"Only {', '.join(limited_to) or 'none'}"),
        ),
        sections=(control_chart_section(charted),),
        notes=control_chart_notes(charted, limited_to=limited_to),
    )


def control_chart_rows(charted: Charted) -> Table:
    """One row for every point, to compute with; the limits stand in each, as the formula has them."""
    measure, chart = charted.measure, charted.chart
    number = measure.decimals + 2
    return Table(
        title=charted.title,
        columns=(
            Column("measure"),
            Column("period"),
            Column("value", Kind.NUMBER, decimals=number),
            Column("numerator", Kind.NUMBER, decimals=number),
            Column("denominator", Kind.NUMBER, decimals=number),
            Column("mean", Kind.NUMBER, decimals=number),
            Column("lower_limit", Kind.NUMBER, decimals=number),
            Column("upper_limit", Kind.NUMBER, decimals=number),
            Column("limits"),
            Column("reading"),
            Column("rule"),
            Column("marks"),
        ),
        rows=[
            (
                measure.code,
                point.label,
                point.value,
                reading.numerator,
                reading.denominator,
                chart.mean,
                chart.lower,
                chart.upper,
                "trial" if chart.is_trial else "",
                point.meaning.value,
                point.words,
                " ".join(map(str, reading.marks)),
            )
            for (_, reading), point in zip(charted.readings.points, chart.points, strict=True)
        ],
    )


def control_chart_notes(charted: Charted, *, limited_to: Sequence[str] | None) -> tuple[str, ...]:
    """How it is read, and what has to be known to read this one."""
    return tuple(_notes(charted, limited_to))


def _picture(charted: Charted, link_to: LinkTo | None) -> charts.LineChart:
    measure, chart = charted.measure, charted.chart
    return charts.LineChart(
        title=f"{charted.title}, {charted.span}",
        description=(
            f"Mean {charted.shown(chart.mean)}, limits {charted.shown(chart.lower)} and"
            f" {charted.shown(chart.upper)}. The same figures stand in the table with this chart."
        ),
        unit=AXES.get(measure.unit, measure.unit.label),
        points=tuple(
            charts.Point(
                label=point.label,
                value=point.value,
                caption=measure.shown(point.value),
                mark=MARKS.get(point.meaning, charts.Mark.NONE),
                href=link_to(period) if link_to else None,
            )
            for (period, _), point in zip(charted.readings.points, chart.points, strict=True)
        ),
        levels=(
            charts.Level(chart.mean, f"Mean {charted.shown(chart.mean)}", charts.LevelKind.CENTRE),
            _limit(charted, "Upper limit", chart.upper),
            _limit(charted, "Lower limit", chart.lower),
        ),
    )


def _limit(charted: Charted, name: str, computed: Fraction) -> charts.Level:
    """> Upper limit 112.3%, drawn at 100%"""
    drawn, words = _drawn(charted, computed), f"{name} {charted.shown(computed)}"
    if drawn != computed:
        words = f"{words}, drawn at {drawn}%"
    return charts.Level(drawn, words, charts.LevelKind.LIMIT)


def _drawn(charted: Charted, limit: Fraction) -> Fraction:
    """A percentage has no room below 0 or above 100, unless a point itself lies there."""
    if charted.measure.unit is not Unit.PERCENT:
        return limit
    values = [point.value for point in charted.chart.points]
    return min(max(limit, min(Fraction(0), *values)), max(Fraction(100), *values))


def _table(charted: Charted, link_to: LinkTo | None) -> Table:
    measure = charted.measure
    return Table(
        title=f"{charted.measure.name}, {charted.span}",
        columns=(
            Column("Period", is_heading=True),
            Column("Value", cells.kind_of(measure), measure.decimals),
            Column("Reading"),
        ),
        rows=[
            (
                point.label,
                cells.value(measure, reading, href=link_to(period) if link_to else None),
                reading_words(point),
            )
            for (period, reading), point in zip(charted.readings.points, charted.chart.points, strict=True)
        ],
    )


def reading_words(point: Point) -> str:
    """> Concern: above the upper limit, or > Common cause"""
    word = point.meaning.value.capitalize()
    return f"{word}: {point.words}" if point.words else word


def _notes(charted: Charted, limited_to: Sequence[str] | None) -> Iterator[str]:
    measure, chart, readings = charted.measure, charted.chart, charted.readings
    yield (
        "The centre line is the mean of the points; the limits lie 2.66 mean moving ranges from it."
        " Common cause is the variation that a steady process has: no single point of it needs explaining."
    )
    yield (
        "More than chance would give is, in this order: a point outside the limits; "
        f"{RUN} points or more that rise or fall one after the other; 2 of 3 points beyond two thirds of the"
        f" way to a limit, all 3 on its side of the mean; {RUN} points or more on one side of the mean."
    )
    if any(_drawn(charted, limit) != limit for limit in (chart.lower, chart.upper)):
        yield "A limit below 0% or above 100% is drawn at 0% or 100%; the figures give it as computed."
    if readings.begins_after_break:
        yield (
            f"The definition changed before {chart.points[0].label}, where the chart begins: earlier figures"
            " cannot be compared with later ones."
        )
    if readings.before_moderation:
        yield f"Left out, because not moderated as the others are: {_named(readings.before_moderation)}."
    if readings.without_figure:
        yield f"Without a figure, and so without a point: {_named(readings.without_figure)}."
    if measure.measure_period is MeasurePeriod.YEAR_TO_DATE and not _is_yearly(readings):
        yield (
            "Each value counts from April, so that values within a year depend on each other: rises and"
            " shifts come about more easily than the rules allow for."
        )
    if measure.measure_period is MeasurePeriod.ROLLING and not _is_yearly(readings):
        yield (
            "Each value counts 12 months, most of which the value before it counts too: rises and shifts come"
            " about more easily than the rules allow for."
        )
    if measure.is_audit and limited_to is not None:
        yield f"Only the audits of some service areas are counted: {', '.join(limited_to) or 'none'}."


def _named(periods: Sequence[ReportingPeriod]) -> str:
    return ", ".join(map(str, periods))


def _is_yearly(readings: ChartedReadings) -> bool:
    return isinstance(readings.points[-1][0], Year)
