"""A chart as vectors on a page of the document, from the same layout as the SVG."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from qa_app.exports.chart_colours import WHITE
from qa_app.exports.chart_shapes import Box, Circle, Drawing, Linked, Path, Polygon, Shape, Words
from qa_app.exports.chart_styles import BOLD, FILLS, ON_WHITE, STROKES, TEXTS
from qa_app.exports.chart_text import FONT_SIZE
from qa_app.exports.pdf import fonts

BEHIND = 2.0  # pixels of white around a text that stands on white


def draw_chart(canvas: Canvas, drawing: Drawing, *, x: float, top: float, width: float) -> None:
    """In points: `x` and `top` are the upper left corner; the height follows from `width`."""
    pen = Pen(canvas, x, top, width / drawing.width)
    for shape in drawing.shapes:
        pen.draw(shape)


class Pen:
    """Draws shapes from a corner, so many points to a pixel."""

    def __init__(self, canvas: Canvas, x: float, top: float, scale: float) -> None:
        self.canvas = canvas
        self.x = x
        self.top = top
        self.scale = scale

    def draw(self, shape: Shape) -> None:
        match shape:
            case Words():
                self._write(shape)
            case Box(x, y, width, height, style):
                self._box(x, y, width, height, FILLS[style])
            case Path(places, style):
                self._line(places, style)
            case Polygon(places, style):
                self._polygon(places, style)
            case Circle(x, y, radius, style):
                self.canvas.setFillColor(FILLS[style])
                self.canvas.circle(*self._place(x, y), radius * self.scale, stroke=0, fill=1)
            case Linked():  # its address is the page's, and means nothing on paper
                for inner in shape.shapes:
                    self.draw(inner)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return self.x + x * self.scale, self.top - y * self.scale

    def _box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.canvas.setFillColor(colour)
        left, lower = self._place(x, y + height)
        self.canvas.rect(left, lower, width * self.scale, height * self.scale, stroke=0, fill=1)

    def _line(self, places: Sequence[tuple[float, float]], style: str) -> None:
        stroke = STROKES[style]
        self.canvas.setStrokeColor(stroke.colour)
        self.canvas.setLineWidth(stroke.width * self.scale)
        self.canvas.setDash([dash * self.scale for dash in stroke.dashes])
        self.canvas.drawPath(self._path(places), stroke=1, fill=0)
        self.canvas.setDash()

    def _polygon(self, places: Sequence[tuple[float, float]], style: str) -> None:
        path = self._path(places)
        path.close()
        self.canvas.setFillColor(FILLS[style])
        self.canvas.drawPath(path, stroke=0, fill=1)

    def _path(self, places: Sequence[tuple[float, float]]) -> PDFPathObject:
        path = self.canvas.beginPath()
        path.moveTo(*self._place(*places[0]))
        for place in places[1:]:
            path.lineTo(*self._place(*place))
        return path

    def _write(self, words: Words) -> None:
        face = fonts.bold() if words.style in BOLD else fonts.regular()
        size = FONT_SIZE * self.scale
        text = face.printable(words.text)
        width = face.width(text, size)
        back = {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
        x, y = self._place(words.x, words.y)
        if words.style in ON_WHITE:
            self._white_behind(x - back, y, width, size)
        self.canvas.setFillColor(TEXTS[words.style])
        if words.turned:
            self.canvas.saveState()
            self.canvas.translate(x, y)
            self.canvas.rotate(90)
            x = y = 0.0
        start = x - back
        for font, piece in face.runs(text):
            self.canvas.setFont(font, size)
            self.canvas.drawString(start, y, piece)
            start += face.width(piece, size)
        if words.turned:
            self.canvas.restoreState()

    def _white_behind(self, x: float, y: float, width: float, size: float) -> None:
        around = BEHIND * self.scale
        self.canvas.setFillColor(WHITE)
        self.canvas.rect(x - around, y - 0.2 * size, width + 2 * around, size, stroke=0, fill=1)
