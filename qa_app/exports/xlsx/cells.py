"""One value into one cell: figures and dates as what they are, everything else as text."""

from datetime import date, datetime
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from qa_app.domain.periods import london_time
from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Plain, Shorthand, Value, shown
from qa_app.exports.xlsx.book import Book
from qa_app.exports.xlsx.number_formats import DATE, TIME, Number, number_format

FIRST_YEAR = 1900  # of Excel's calendar


class Trimmings(NamedTuple):
    """What a figure has besides its value."""

    beside: str = ""
    tone: Tone | None = None

    def after(self, text: str) -> str:
        return f"{text} {self.beside}" if self.beside else text


NONE = Trimmings()


class CellWriter:
    """Writes into one worksheet."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self.book = book
        self.worksheet = worksheet

    def write(self, row: int, number: int, column: Column, value: Value) -> None:
        if not isinstance(value, Figure):
            self._write(row, number, column, value, NONE)
            return
        column = Column(column.heading, value.kind, value.decimals)
        trimmings = Trimmings(value.beside, value.tone)
        if value.kind is Kind.TEXT and not isinstance(value.value, str | Shorthand | None):
            self._write(row, number, column, shown(value.value, column), trimmings)
        else:
            self._write(row, number, column, value.value, trimmings)

    def _write(self, row: int, number: int, column: Column, value: Plain, trimmings: Trimmings) -> None:
        look = self.book.look
        match value:
            case None if trimmings is NONE:
                pass
            case None | str():
                text = trimmings.after(value or "")
                self.book.write_text(self.worksheet, row, number, text, look.words(trimmings.tone))
            case Shorthand():
                self.book.shorthand_used.add(value)
                self._write_at_right(row, number, trimmings.after(value.mark), trimmings)
            case date() if value.year < FIRST_YEAR:
                self._write_at_right(row, number, trimmings.after(shown(value, column)), trimmings)
            case date():
                self._write_date(row, number, column, value, trimmings)
            case _:
                self._write_number(row, number, column, value, trimmings)

    def _write_date(self, row: int, number: int, column: Column, value: date, trimmings: Trimmings) -> None:
        plain = TIME if isinstance(value, datetime) else DATE
        shape = self.book.number_formats.with_beside(plain, trimmings.beside)
        if shape is None:
            self._write_at_right(row, number, trimmings.after(shown(value, column)), trimmings)
            return
        self.worksheet.write_datetime(row, number, _moment(value), self.book.look.date(shape, trimmings.tone))

    def _write_number(
        self, row: int, number: int, column: Column, value: Number, trimmings: Trimmings
    ) -> None:
        plain = number_format(column.kind, value, column.decimals)
        shape = self.book.number_formats.with_beside(plain, trimmings.beside)
        if shape is None:
            self._write_at_right(row, number, trimmings.after(shown(value, column)), trimmings)
            return
        exact, units = value.as_integer_ratio()
        scale = 100 if column.kind in (Kind.PERCENT, Kind.DECIMAL_PERCENT) else 1
        look = self.book.look.number(shape, trimmings.tone)
        self.worksheet.write_number(row, number, exact / (scale * units), look)

    def _write_at_right(self, row: int, number: int, text: str, trimmings: Trimmings) -> None:
        """Text that stands where a figure would."""
        look = self.book.look.shorthand(trimmings.tone)
        self.book.write_text(self.worksheet, row, number, text, look)


def _moment(value: date) -> datetime:
    """As Excel has it, which knows no zones: by the clock in London."""
    if isinstance(value, datetime):
        return london_time(value).replace(tzinfo=None)
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # Excel has no zones
