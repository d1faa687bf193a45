"""The rows of a table into a worksheet: the one loop that runs for every cell."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from xlsxwriter.worksheet import Worksheet

from qa_app.domain.errors import DomainError
from qa_app.domain.tables import Table, Value, marks_of
from qa_app.exports.xlsx.book import Book
from qa_app.exports.xlsx.cells import CellWriter
from qa_app.exports.xlsx.long_text import LONGEST_IN_A_CELL
from qa_app.exports.xlsx.sizes import Widest, height

# Both counted from nought (Excel specifications and limits, Microsoft).
LAST_ROW = 1_048_575
LAST_COLUMN = 16_383

FITS_WHATEVER_IT_IS = LONGEST_IN_A_CELL // 2  # characters, each at most two UTF-16 units
SAMPLE = 200  # rows that say how wide the columns of a streamed table are


class DoesNotFit(DomainError):
    """The table has more rows or columns than a worksheet holds."""


class RowWriter:
    """Writes values by their type into the rows below the headings."""

    def __init__(self, book: Book, worksheet: Worksheet, table: Table) -> None:
        self.book = book
        self.worksheet = worksheet
        self.table = table
        self.widest = Widest(table.columns)

    def write_all(self, first: int, headings: Sequence[str]) -> int:
        """Writes every row from row `first`; returns the last row written, counted from nought."""
        if len(headings) > LAST_COLUMN:
            raise DoesNotFit("The table has more columns than a worksheet holds. Download it as CSV.")
        if self.book.streamed:
            return self._write_streamed(first)
        rows = list(self.table.rows)
        texts = [self.widest.add(row) for row in rows]
        widths = self.widest.widths(headings)
        for row_number, (row, words) in enumerate(zip(rows, texts, strict=True), first):
            self.worksheet.set_row(row_number, height(words, widths))
            for value, text in zip(row, words, strict=True):
                if "[" in text:
                    self.book.shorthand_used |= marks_of(value)
        return self._write_rows(rows, first)

    def _write_streamed(self, first: int) -> int:
        rows = iter(self.table.rows)
        some = list(islice(rows, SAMPLE))
        for row in some:
            self.widest.add(row)
        return self._write_rows(chain(some, rows), first)

    def _write_rows(self, rows: Iterable[Sequence[Value]], first: int) -> int:
        write_string, look = self.worksheet.write_string, self.book.look.text
        write = CellWriter(self.book, self.worksheet).write
        columns = list(enumerate(self.table.columns))
        row_number = first - 1
        for row_number, row in enumerate(rows, first):
            if row_number > LAST_ROW:
                raise DoesNotFit("The table has more rows than a worksheet holds. Download it as CSV.")
            for (number, column), value in zip(columns, row, strict=True):
                if type(value) is str and len(value) <= FITS_WHATEVER_IT_IS and value[:1] != "<":
                    write_string(row_number, number, value, look)
                else:
                    write(row_number, number, column, value)
        return row_number
