"""A chart as vectors on a page of the document, from the same layout as the SVG."""

from reportlab.pdfgen.canvas import Canvas

from qa_app.exports.chart_colours import BLACK, GREY, RAMP, label_colour
from qa_app.exports.chart_geometry import BAR_HEIGHT, FONT_SIZE, SWATCH, Layout, Words
from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.fonts import Face


def draw_chart(canvas: Canvas, layout: Layout, *, x: float, top: float, width: float) -> None:
    """In points: `x` and `top` are the upper left corner; the height follows from `width`."""
    scale = width / layout.width

    def across(pixels: float) -> float:
        return x + pixels * scale

    def down(pixels: float) -> float:
        return top - pixels * scale

    def box(left: float, upper: float, wide: float, high: float, colour: str) -> None:
        canvas.setFillColor(colour)
        canvas.rect(across(left), down(upper + high), wide * scale, high * scale, stroke=0, fill=1)

    def write(words: Words, face: Face, colour: str, *, centred: bool = False) -> None:
        canvas.setFillColor(colour)
        size = FONT_SIZE * scale
        text = face.printable(words.text)
        start = across(words.x) - (face.width(text, size) / 2 if centred else 0)
        for font, piece in face.runs(text):
            canvas.setFont(font, size)
            canvas.drawString(start, down(words.y), piece)
            start += face.width(piece, size)

    for key in layout.legend:
        box(key.x, key.y, SWATCH, SWATCH, RAMP[key.ramp])
        write(key.words, fonts.regular(), BLACK)
    for row in layout.rows:
        for words in row.labels:
            write(words, fonts.regular(), BLACK)
        for segment in row.segments:
            box(segment.x, segment.y, segment.width, BAR_HEIGHT, RAMP[segment.ramp])
            if segment.label:
                write(segment.label, fonts.bold(), label_colour(RAMP[segment.ramp]), centred=True)
        for words in [*([row.nothing] if row.nothing else []), *row.captions]:
            write(words, fonts.regular(), GREY)
