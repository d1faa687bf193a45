"""The first two worksheets: what the workbook is and holds, and what its marks mean."""

from xlsxwriter.worksheet import Worksheet

from qa_app.domain.tables import Shorthand, shown_time
from qa_app.exports.xlsx.book import Book, Sheet
from qa_app.exports.xlsx.names import in_one_line, quoted_sheet


def write_cover(book: Book, worksheet: Worksheet, sheets: list[Sheet]) -> None:
    """One column, a line to a row, so that it reads from top to bottom."""
    report = book.report
    row = book.write_lines(worksheet, 0, report.title, book.look.title)
    drawn = f"Drawn on {shown_time(report.drawn_at)}"
    facts = [f"{name}: {value}" for name, value in report.facts]
    for line in filter(None, [report.subtitle, report.author, *facts, drawn]):
        row = book.write_lines(worksheet, row, line, book.look.line)
    row = book.write_lines(worksheet, row, "Contents", book.look.heading)
    for name, title in [("Notes", "Notes and shorthand"), *((sheet.name, _title(sheet)) for sheet in sheets)]:
        place = f"internal:{quoted_sheet(name)}!A1"
        words = in_one_line(f"{name}: {title}" if name != title else name)
        worksheet.write_url(row, 0, place, book.look.link, words)
        row += 1
    worksheet.set_column(0, 0, 100)
    worksheet.activate()


def write_notes(book: Book, worksheet: Worksheet) -> None:
    """The notes by number, then the shorthand the tables use; written last, when it is known which."""
    row = book.write_lines(worksheet, 0, "Notes", book.look.title)
    about = "This worksheet contains one table: the notes and the shorthand that the other worksheets use."
    row = book.write_lines(worksheet, row, about, book.look.line)
    marks = [(f"[note {number}]", note) for number, note in enumerate(book.notes.all, 1)]
    marks += [(mark.mark, mark.meaning) for mark in Shorthand if mark in book.shorthand_used]
    for column, heading in enumerate(("Mark", "Meaning")):
        worksheet.write_string(row, column, heading, book.look.column)
    for number, (mark, meaning) in enumerate(
        marks or [("None", "No notes and no shorthand are used.")], row + 1
    ):
        worksheet.write_string(number, 0, mark, book.look.text)
        book.write_text(worksheet, number, 1, meaning, book.look.text)
    worksheet.set_column(0, 0, 12)
    worksheet.set_column(1, 1, 100)
    worksheet.freeze_panes(row + 1, 0)
    if not book.streamed:
        columns = [{"header": name, "header_format": book.look.column} for name in ("Mark", "Meaning")]
        last = row + max(1, len(marks))
        worksheet.add_table(row, 0, last, 1, {"name": "Notes_table", "columns": columns, "style": None})


def _title(sheet: Sheet) -> str:
    return sheet.table.title if sheet.table and sheet.table.title else sheet.section.heading
