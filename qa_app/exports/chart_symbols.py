"""The shapes of points, so that what a point means is told without colour too."""

from qa_app.domain.charts import Mark
from qa_app.exports.chart_shapes import Circle, Polygon

REACH = 7.0  # pixels from the middle that no symbol goes beyond


def symbol(mark: Mark, x: float, y: float) -> Circle | Polygon:
    """A dot; a diamond for an improvement, a triangle for a concern. Of one size to the eye."""
    match mark:
        case Mark.NONE:
            return Circle(x, y, 4.5, "point")
        case Mark.IMPROVEMENT:
            return Polygon([(x, y - REACH), (x + REACH, y), (x, y + REACH), (x - REACH, y)], "improvement")
        case Mark.CONCERN:
            return Polygon([(x, y - REACH), (x + REACH, y + 6), (x - REACH, y + 6)], "concern")
