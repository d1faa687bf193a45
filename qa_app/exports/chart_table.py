"""The figures of a chart, for the files that hold no pictures."""

from qa_app.domain.charts import StackedChart
from qa_app.domain.tables import Column, Kind, Shorthand, Table


def chart_table(chart: StackedChart) -> Table:
    """One row for every bar; the shorthand for nothing audited where the bar is empty."""
    return Table(
        title=chart.title,
        columns=(
            Column("Bar"),
            *(Column(label, Kind.PERCENT) for label in chart.series),
            Column("Audited"),
        ),
        rows=[
            (bar.label, *(bar.shares or [Shorthand.NOT_APPLICABLE] * len(chart.series)), bar.caption)
            for bar in chart.bars
        ],
    )
