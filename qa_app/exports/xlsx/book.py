"""The workbook being written, and what its worksheets share."""

from dataclasses import dataclass
from datetime import UTC
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qa_app.domain.tables import Report, Section, Shorthand, Table
from qa_app.exports.chart_table import chart_table
from qa_app.exports.xlsx.long_text import fits, pieces
from qa_app.exports.xlsx.look import Look
from qa_app.exports.xlsx.names import in_one_line, sheet_names
from qa_app.exports.xlsx.notes import NumberedNotes
from qa_app.exports.xlsx.number_formats import NumberFormats

A4 = 9  # as Excel numbers paper
PIECE = 32_000  # UTF-16 units, with room for the sentence that says where a long text goes on
HEADING_HEIGHT = 24  # points
ESCAPED_FITS = 6_000  # characters, each of which may take five when escaped


@dataclass(frozen=True)
class Sheet:
    """The worksheet of a section, and the table on it, if any."""

    worksheet: Worksheet
    name: str
    section: Section
    table: Table | None


class Book:
    """Writes text whole into cells; knows which shorthand was used and how the notes are numbered."""

    def __init__(self, workbook: Workbook, report: Report, *, streamed: bool) -> None:
        self.workbook = workbook
        self.report = report
        self.streamed = streamed
        self.look = Look.of(workbook, wrapping=not streamed)
        self.notes = NumberedNotes(report)
        self.number_formats = NumberFormats()
        self.shorthand_used: set[Shorthand] = set()
        self._tables = 0
        self._continued: Worksheet | None = None
        self._continued_row = 0
        workbook.set_properties(
            {
                "title": in_one_line(report.title),
                "subject": in_one_line(report.subtitle),
                "author": in_one_line(report.author),
                "company": in_one_line(report.author),
                "created": report.drawn_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        workbook.set_custom_property("Language", report.language)

    def add_sheets(self) -> tuple[Worksheet, Worksheet, list[Sheet]]:
        """The cover, the notes, and a sheet for every section that has more than a heading."""
        cover, notes = self.workbook.add_worksheet("Cover"), self.workbook.add_worksheet("Notes")
        filled = [s for s in self.report.sections if s.table or s.chart or s.paragraphs or s.text or s.facts]
        names = sheet_names([section.heading for section in filled])
        sheets = [
            Sheet(
                self.workbook.add_worksheet(name),
                name,
                section,
                section.table or (chart_table(section.chart) if section.chart else None),
            )
            for name, section in zip(names, filled, strict=True)
        ]
        for worksheet in self.workbook.worksheets():
            worksheet.set_landscape()
            worksheet.set_paper(A4)
            worksheet.fit_to_pages(1, 0)
        return cover, notes, sheets

    def next_table_name(self) -> str:
        """> Table_1, unique in the workbook as Excel asks"""
        self._tables += 1
        return f"Table_{self._tables}"

    def write_text(self, worksheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
        """Any text, as text and whole; what a cell does not hold goes on in the sheet "Continued text"."""
        if _looks_rich(text) and len(text) <= ESCAPED_FITS:
            worksheet.write_string(row, column, _as_rich(text), look)
        elif fits(text) and not _looks_rich(text):
            worksheet.write_string(row, column, text, look)
        else:
            self._write_in_pieces(worksheet, row, column, text, look)

    def write_lines(self, worksheet: Worksheet, row: int, text: str, look: Format) -> int:
        """Text in the first column, over as many rows as it takes; returns the row after it."""
        for piece in pieces(text, PIECE):
            if look in (self.look.title, self.look.heading):
                worksheet.set_row(row, HEADING_HEIGHT)
            self.write_text(worksheet, row, 0, piece, look)
            row += 1
        return row

    def _write_in_pieces(self, worksheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
        first, *others = pieces(text, PIECE)
        sheet = self._continued_sheet()
        where = f"{first}\n[goes on in the worksheet Continued text, row {self._continued_row + 1}]"
        worksheet.write_string(row, column, where, look)
        for piece in others:
            sheet.write_string(self._continued_row, 0, str(worksheet.name), self.look.text)
            sheet.write_number(self._continued_row, 1, row + 1, self.look.text)
            sheet.write_number(self._continued_row, 2, column + 1, self.look.text)
            self.write_text(sheet, self._continued_row, 3, piece, self.look.text)
            self._continued_row += 1

    def _continued_sheet(self) -> Worksheet:
        if self._continued is None:
            self._continued = self.workbook.add_worksheet("Continued text")
            self._continued.write_string(0, 0, "Continued text", self.look.title)
            explanation = "What was too long for one cell goes on here, in order, one piece to a row."
            self._continued.write_string(1, 0, explanation, self.look.line)
            for column, heading in enumerate(("Worksheet", "Row", "Column", "Text")):
                self._continued.write_string(2, column, heading, self.look.column)
            self._continued.set_column(0, 0, 32)
            self._continued.set_column(1, 2, 10)
            self._continued.set_column(3, 3, 100)
            self._continued.freeze_panes(3, 0)
            self._continued_row = 3
        return self._continued


def _looks_rich(text: str) -> bool:
    """XlsxWriter takes text in these tags for mark-up of its own and writes it unescaped."""
    return text.startswith("<r>") and text.endswith("</r>")


def _as_rich(text: str) -> str:
    """The text as one run of mark-up, so that what arrives unescaped is escaped already."""
    return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
