"""A chart of either kind, laid out once for the page and the document."""

from qa_app.domain.charts import Chart, StackedChart
from qa_app.exports.chart_line import lay_out_line
from qa_app.exports.chart_shapes import Drawing
from qa_app.exports.chart_stacked import lay_out_stacked


def lay_out(chart: Chart) -> Drawing:
    return lay_out_stacked(chart) if isinstance(chart, StackedChart) else lay_out_line(chart)
