"""The worksheet of one section: what it says, then its table."""

import textwrap
from itertools import takewhile

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from qa_app.domain.rich_text import plain_lines
from qa_app.domain.tables import Column, Table, marks_in
from qa_app.exports.xlsx.book import Book, Sheet
from qa_app.exports.xlsx.names import in_one_line, quoted_sheet, unique_headings
from qa_app.exports.xlsx.rows import RowWriter
from qa_app.exports.xlsx.sizes import ROOM_FOR_FILTER, height

LONGEST_LINE = 110  # characters above a table, where columns are as wide as the table needs
# More lines than this above the headings would leave no room below, were they kept in view.
MOST_KEPT_IN_VIEW = 8
FEW = 3  # columns, which no screen has to scroll
LONGEST_COLUMN_NAME = 255  # of an Excel table object


def write_section(book: Book, sheet: Sheet) -> None:
    """Title in A1, one line to a row, and straight below them the headings of the table."""
    row = book.write_lines(sheet.worksheet, 0, _title(book, sheet), book.look.title)
    for line in _lines(book, sheet):
        row = book.write_lines(sheet.worksheet, row, line, book.look.line if sheet.table else book.look.text)
    if sheet.table:
        _write_table(book, sheet.worksheet, sheet.table, row)
    else:
        sheet.worksheet.set_column(0, 0, 100)


def _title(book: Book, sheet: Sheet) -> str:
    if sheet.table is None:
        return sheet.section.heading
    return " ".join(filter(None, [sheet.table.title or sheet.section.heading, book.notes.marks(sheet.table)]))


def _lines(book: Book, sheet: Sheet) -> list[str]:
    section = sheet.section
    said = [
        *section.paragraphs,
        *filter(None, plain_lines(section.text)),
        *(f"{name}: {value}" for name, value in section.facts),
    ]
    if section.chart and section.chart.description:
        said.append(section.chart.description)
    if sheet.table is None:
        return said
    notes = " Its notes are in the worksheet Notes." if sheet.table.notes else ""
    about = f"This worksheet contains one table, with one row of headings.{notes}"
    return [line for text in [about, *said] for line in _short_lines(text)]


def _short_lines(text: str) -> list[str]:
    return [short for line in text.splitlines() for short in textwrap.wrap(line, LONGEST_LINE)]


def _write_table(book: Book, worksheet: Worksheet, table: Table, top: int) -> None:
    headings = unique_headings(column.heading for column in table.columns)
    for number, (column, heading) in enumerate(zip(table.columns, headings, strict=True)):
        book.shorthand_used |= marks_in(heading)
        book.write_text(worksheet, top, number, heading, _heading_look(book, column))
    rows = RowWriter(book, worksheet, table)
    bottom = rows.write_all(top + 1, headings)
    widths = rows.widest.widths(headings)
    for number, width in enumerate(widths):
        worksheet.set_column(number, number, width)
    if not book.streamed:
        worksheet.set_row(top, height(headings, [width - ROOM_FOR_FILTER for width in widths]))
    _frame(book, worksheet, table, headings, top, bottom)
    if top < MOST_KEPT_IN_VIEW:
        worksheet.freeze_panes(top + 1, _kept_at_left(table))
    worksheet.repeat_rows(top)


def _kept_at_left(table: Table) -> int:
    """The columns that say what a row is; of a wide table that has none, the first."""
    said = len(list(takewhile(lambda column: column.is_heading, table.columns)))
    return said or int(len(table.columns) > FEW)


def _frame(
    book: Book, worksheet: Worksheet, table: Table, headings: list[str], top: int, bottom: int
) -> None:
    """An Excel table object where memory and Excel allow one, else a filter and a named range."""
    last = len(headings) - 1
    name = book.next_table_name()
    if book.streamed or bottom == top or not all(map(_names_a_column, headings)):
        worksheet.autofilter(top, 0, bottom, last)
        place = f"={quoted_sheet(str(worksheet.name))}!{xl_range_abs(top, 0, bottom, last)}"
        book.workbook.define_name(name, place)
        return
    columns = [
        {"header": heading, "header_format": _heading_look(book, column)}
        for heading, column in zip(headings, table.columns, strict=True)
    ]
    options = {"name": name, "columns": columns, "style": None, "title": in_one_line(table.title)}
    worksheet.add_table(top, 0, bottom, last, options)


def _names_a_column(heading: str) -> bool:
    return heading.isprintable() and len(heading) <= LONGEST_COLUMN_NAME and not heading.startswith("<")


def _heading_look(book: Book, column: Column) -> Format:
    return book.look.number_column if column.kind.is_numeric else book.look.column
