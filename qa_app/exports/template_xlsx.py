"""A workbook to be filled in: a sheet of headings and an example row, or the rows that wait for their
figures, and a sheet that explains them.

Unlike a report it has no cover, because what is filled in is read back from the first sheet.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter

ROWS_TO_FILL = 10_000
LONGEST_CHOICE = 255
"""Characters, commas included: what Excel takes in a list of accepted values."""


@dataclass(frozen=True)
class FillColumn:
    """`accepted` are offered in each cell of the column; empty where anything may be written."""

    heading: str
    example: str | date
    accepted: tuple[str, ...] = ()


def template_xlsx(
    title: str,
    columns: Sequence[FillColumn],
    *,
    guidance_headings: Sequence[str],
    guidance: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]] = (),
) -> bytes:
    """`title` names the sheet to be filled in; `rows` stand on it instead of the example."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(file, options)
    heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = workbook.add_format({"num_format": "@"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        is_date = isinstance(column.example, date)
        sheet.set_column(place, place, max(12, min(28, len(column.heading) + 2)), day if is_date else text)
        sheet.write_string(0, place, column.heading, heading)
        if rows:
            sheet.write_column(1, place, [row[place] or None for row in rows], text)
        elif isinstance(column.example, date):
            sheet.write_datetime(1, place, datetime.combine(column.example, time()), day)
        elif column.example:
            sheet.write_string(1, place, column.example, text)
        if column.accepted and len(",".join(column.accepted)) <= LONGEST_CHOICE:
            offer = {"validate": "list", "source": list(column.accepted), "error_type": "warning"}
            sheet.data_validation(1, place, ROWS_TO_FILL, place, offer)
    notes = workbook.add_worksheet("Guidance")
    notes.freeze_panes(1, 0)
    notes.set_column(0, 0, 34, wrapped)
    notes.set_column(1, 1, 12, wrapped)
    notes.set_column(2, len(guidance_headings) - 1, 60, wrapped)
    notes.write_row(0, 0, guidance_headings, heading)
    for row, cells in enumerate(guidance, start=1):
        for place, cell in enumerate(cells):
            notes.write_string(row, place, cell, wrapped)
    workbook.close()
    return file.getvalue()
