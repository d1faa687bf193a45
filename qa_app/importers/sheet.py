"""A file of rows, CSV or workbook, as text and dates below one row of headings."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from qa_app.importers.csv_rows import csv_rows
from qa_app.importers.limits import MOST_ROWS, SPLIT_IT
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.xlsx_rows import xlsx_rows

Cell = str | date
"""A blank is ""; a date is one only where a spreadsheet says that it is."""


@dataclass(frozen=True)
class Sheet:
    """Headings and the rows below them; `first_row` is the number of the row after the headings.

    Every row is as wide as the headings and one blank cell more: `row[-1]` is what a column
    holds that the file does not have.
    """

    headings: tuple[str, ...]
    rows: list[list[Cell]]
    first_row: int

    @property
    def heading_row(self) -> int:
        return self.first_row - 1


def read_sheet(content: bytes, file_name: str) -> Sheet:
    """Raises UnreadableFile for what is no CSV file or workbook, is not what its name says, or has no rows.

    Blank lines above the headings are skipped; those between rows are kept, so that numbers agree.
    """
    rows = _rows(content, file_name)
    above = next((number for number, row in enumerate(rows) if any(row)), None)
    if above is None:
        raise UnreadableFile(
            "The file is empty. Choose a file with a row of headings and a row for each entry."
        )
    headings, below = rows[above], rows[above + 1 :]
    while below and not any(below[-1]):
        del below[-1]
    if not below:
        raise UnreadableFile("The file has headings but no rows below them. Add the rows, then try again.")
    if len(below) > MOST_ROWS:
        raise UnreadableFile(
            f"The file has {len(below):,} rows and the most at a time is {MOST_ROWS:,}. {SPLIT_IT}"
        )
    names = tuple(str(cell).strip() for cell in headings[:-1])
    return Sheet(names, below, first_row=above + 2)


def _rows(content: bytes, file_name: str) -> list[list[Cell]]:
    kind = PurePath(file_name).suffix.lower()
    if not content:
        raise UnreadableFile(
            "The file is empty. Choose a file with a row of headings and a row for each entry."
        )
    is_zip = content.startswith(b"PK\x03\x04")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableFile(
            "This is a workbook of Excel 97-2003, or one with a password. Open it in Excel, remove the"
            " password if there is one, and save it as “Excel Workbook (*.xlsx)”."
        )
    if kind in (".xlsx", ".xlsm"):
        if not is_zip:
            raise UnreadableFile(
                f"The name ends in {kind}, but this is not an Excel workbook. Open it in the program it"
                " comes from and save it as an Excel workbook (*.xlsx) or as CSV."
            )
        return xlsx_rows(content)
    if kind in (".csv", ".txt", ".tsv"):
        if is_zip:
            raise UnreadableFile(
                f"The name ends in {kind}, but this is an Excel workbook or another packed file. Give it"
                " a name that ends in .xlsx, or open it in Excel and save it as CSV."
            )
        return csv_rows(content)
    raise UnreadableFile("Choose a CSV file (*.csv) or an Excel workbook (*.xlsx).")
