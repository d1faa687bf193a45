"""The figures of a chart, for the files that hold no pictures."""

from qa_app.domain.charts import Chart, Level, LineChart, Point, Share, StackedChart
from qa_app.domain.percentages import NOTHING_AUDITED
from qa_app.domain.tables import Column, Kind, Shorthand, Table, Value


def chart_table(chart: Chart) -> Table:
    return _of_bars(chart) if isinstance(chart, StackedChart) else _of_line(chart)


def _of_bars(chart: StackedChart) -> Table:
    """One row for every bar; the shorthand for nothing audited where the bar is empty."""
    return Table(
        title=chart.title,
        columns=(
            Column("Bar", is_heading=True),
            *(Column(label, Kind.PERCENT) for label in chart.series),
            Column("Audited"),
        ),
        rows=[
            (bar.label, *(bar.shares or [Shorthand.NOT_APPLICABLE] * len(chart.series)), bar.caption)
            for bar in chart.bars
        ],
    )


def _of_line(chart: LineChart) -> Table:
    """One row for every point, and a column for every level that it is seen against."""
    marked = any(point.mark for point in chart.points)
    levels = [end for level in chart.levels for end in _ends(level)]
    return Table(
        title=chart.title,
        columns=(
            Column("Period", is_heading=True),
            Column(chart.unit or "Value", Kind.NUMBER, decimals=2),
            Column("As shown"),
            *([Column("Reading")] if marked else []),
            *(Column(label, Kind.NUMBER, decimals=2) for label, _ in levels),
        ),
        rows=[
            (
                point.label,
                _value(point),
                point.caption,
                *([point.mark.value] if marked else []),
                *(value for _, value in levels),
            )
            for point in chart.points
        ],
    )


def _value(point: Point) -> Value:
    if point.value is not None:
        return point.value
    nothing = point.caption == NOTHING_AUDITED
    return Shorthand.NOT_APPLICABLE if nothing else Shorthand.NOT_AVAILABLE


def _ends(level: Level) -> list[tuple[str, Share]]:
    """> Mean 57%, or > Target 80% to 90% (from) and > Target 80% to 90% (to)"""
    if level.up_to is None:
        return [(level.label, level.value)]
    return [(f"{level.label} (from)", level.value), (f"{level.label} (to)", level.up_to)]
