"""Pages drawn with reportlab, each with a footer that says what it is a page of."""

from functools import cache
from typing import BinaryIO

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from qa_app.domain.tables import Report, shown_time
from qa_app.exports.chart_colours import BLACK, GREY
from qa_app.exports.chart_drawing import draw_chart
from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.marks import Bookmark, InnerLink, Line, Link, Page, Panel, Picture, Rule, Text
from qa_app.exports.pdf.paper import A4, LINE_GREY, MARGIN

FOOTER_SIZE = 8.0
ROOM_FOR_NUMBER = 90.0


def draw(pages: list[Page], report: Report, file: BinaryIO) -> None:
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang=report.language)
    canvas.setTitle(report.title)
    canvas.setAuthor(report.author)
    canvas.setSubject(report.subtitle or report.title)
    canvas.setCreator(report.author)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    artist = Artist(canvas)
    for number, page in enumerate(pages, 1):
        canvas.setPageSize((page.width, page.height))
        artist.draw_page(page)
        artist.draw_footer(page, report, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()


class Artist:
    """Draws marks, and sets a font or a colour only where it is not set already."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.font: tuple[str, float] | None = None
        self.colour = ""

    def draw_page(self, page: Page) -> None:
        self.font, self.colour = None, ""  # every page starts with none
        for mark in page.marks:
            match mark:
                case Text():
                    self._write(mark)
                case Line():
                    self._write_line(mark)
                case Rule():
                    self.canvas.setStrokeColor(mark.colour)
                    self.canvas.setLineWidth(mark.thickness)
                    self.canvas.line(mark.x, mark.y, mark.x + mark.width, mark.y)
                case Panel():
                    self._fill(mark.colour)
                    self.canvas.rect(mark.x, mark.y, mark.width, mark.height, stroke=0, fill=1)
                case Picture():
                    draw_chart(self.canvas, mark.drawing, x=mark.x, top=mark.top, width=mark.width)
                    self.font, self.colour = None, ""
                case Link(x, y, width, height, href):
                    self.canvas.linkURL(href, (x, y, x + width, y + height))
                case InnerLink(x, y, width, height, key, words):
                    self.canvas.linkAbsolute(words, key, (x, y, x + width, y + height))
                case Bookmark(title, level, top, key):
                    self.canvas.bookmarkHorizontal(key, 0, top)
                    self.canvas.addOutlineEntry(title, key, level=level, closed=False)

    def draw_footer(self, page: Page, report: Report, number: str) -> None:
        self._footer_rule(page)
        title_room = page.width - 2 * MARGIN - ROOM_FOR_NUMBER
        title, *more = wrapped(report.title, fonts.regular(), FOOTER_SIZE, title_room)
        first, second = MARGIN + 10, MARGIN - 1
        shortened = f"{title} …" if more else title
        drawn = f"{report.author} · drawn {shown_time(report.drawn_at)}"
        drawn = wrapped(drawn, fonts.regular(), FOOTER_SIZE, title_room)[0]
        self._write(Text(MARGIN, first, shortened, FOOTER_SIZE, colour=GREY))
        self._write(Text(MARGIN, second, drawn, FOOTER_SIZE, colour=GREY))
        self._write(Text(page.width - MARGIN, first, number, FOOTER_SIZE, right=True, colour=GREY))

    def _footer_rule(self, page: Page) -> None:
        self.canvas.setStrokeColor(LINE_GREY)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(MARGIN, MARGIN + 22, page.width - MARGIN, MARGIN + 22)

    def _write(self, mark: Text) -> None:
        face = fonts.bold() if mark.bold else fonts.regular()
        self._fill(mark.colour)
        x = mark.x - face.width(mark.text, mark.size) if mark.right else mark.x
        runs = face.runs(mark.text)
        if len(runs) == 1:
            self._use(runs[0][0], mark.size)
            self.canvas.drawString(x, mark.y, runs[0][1])
            return
        # One text object, so that what copies or reads it aloud takes it for one line.
        line = self.canvas.beginText(x, mark.y)
        for name, piece in runs:
            line.setFont(name, mark.size)
            line.textOut(piece)
        self.canvas.drawText(line)
        self.font = None

    def _write_line(self, mark: Line) -> None:
        line = self.canvas.beginText(mark.x - mark.room, mark.y)
        if mark.mark:
            line.setFont(fonts.regular().name, mark.size)
            line.setFillColor(_colour(BLACK))
            line.textOut(mark.mark)
            line.setXPos(mark.room)
        for words in mark.words:
            line.setFillColor(_colour(words.colour))
            for name, piece in fonts.face(bold=words.bold, italic=words.italic).runs(words.text):
                line.setFont(name, mark.size)
                line.textOut(piece)
        self.canvas.drawText(line)
        self.font, self.colour = None, ""

    def _use(self, font: str, size: float) -> None:
        if (font, size) != self.font:
            self.canvas.setFont(font, size)
            self.font = (font, size)

    def _fill(self, colour: str) -> None:
        if colour != self.colour:
            self.canvas.setFillColor(_colour(colour))
            self.colour = colour


@cache
def _colour(code: str) -> Color:
    """Read once: a report sets few colours, each some thousand times."""
    return HexColor(code)
