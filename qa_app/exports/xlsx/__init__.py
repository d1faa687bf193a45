"""A report as an accessible workbook, laid out as the Government Analysis Function asks.

A cover with the contents, a sheet of notes, then one sheet for each table: title, a sentence or two,
one row of headings, the rows. Nothing is merged, no row or column is left blank, and colour says
nothing.

Figures are real numbers: a percentage is stored as Excel stores it (62.5% is 0.625) and shown as
everywhere else, half up. Text is stored as text, whatever it begins with. What a cell cannot hold goes
on in the worksheet "Continued text". Control characters are escaped as Excel escapes them, > _x000B_;
calamine reads them back, openpyxl leaves that to `openpyxl.utils.escape.unescape`.
"""

import io
import os
from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter

from qa_app.domain.tables import Report
from qa_app.exports.xlsx.book import Book
from qa_app.exports.xlsx.front import write_cover, write_notes
from qa_app.exports.xlsx.section_sheet import write_section

# Above this, rows go to the disk as they come: an Excel table object would need them all in memory.
ROWS_IN_MEMORY = 5_000


def xlsx_bytes(report: Report) -> bytes:
    """Raises DoesNotFit for a table with more rows or columns than a worksheet."""
    file = io.BytesIO()
    xlsx_file(report, file)
    return file.getvalue()


def xlsx_file(report: Report, file: str | os.PathLike[str] | BinaryIO) -> None:
    """The same, to a path or an open file; a hundred thousand rows take no more memory than a few.

    Tables of known and modest length become Excel table objects. Where any is longer, or a generator,
    XlsxWriter's constant memory is used, which has no such objects: then the headings carry a filter
    and the range has a name.
    """
    streamed = not _is_small(report)
    options = {
        "constant_memory": streamed,
        "in_memory": not streamed,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(os.fspath(file) if isinstance(file, os.PathLike) else file, options)
    try:
        book = Book(workbook, report, streamed=streamed)
        cover, notes, sheets = book.add_sheets()
        for sheet in sheets:
            write_section(book, sheet)
        write_cover(book, cover, sheets)
        write_notes(book, notes)
    except BaseException:
        # Closing is what removes XlsxWriter's temporary files; half a workbook must not look like one.
        workbook.filename = io.BytesIO()
        workbook.close()
        raise
    workbook.close()


def _is_small(report: Report) -> bool:
    total = 0
    for section in report.sections:
        if section.table:
            if not isinstance(section.table.rows, Sequence):
                return False
            total += len(section.table.rows)
    return total <= ROWS_IN_MEMORY
