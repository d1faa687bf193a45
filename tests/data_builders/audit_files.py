"""Audit-level files that are right in every respect a test does not name."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

AUDIT: Mapping[str, Any] = {
    "reference": "R1",
    "audit date": "05/12/2016",
    "service area": "North",
    "stream": "Monthly",
    "tool": "case-file",
    "case reference": "C1",
    "auditor": "Jo Auditor",
    "assessment": "Good",
    "overall": "Good",
}


def audits(*changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One audit for each set of changes; a change to None leaves the column out of the row."""
    return [
        {
            name: value
            for name, value in {
                **AUDIT,
                "reference": f"R{number}",
                "case reference": f"C{number}",
                **change,
            }.items()
            if value is not None
        }
        for number, change in enumerate(changes or ({},), start=1)
    ]


def headings_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def csv_file(rows: Sequence[Mapping[str, Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    headings = headings_of(rows)
    writer.writerow(headings)
    writer.writerows([row.get(name, "") for name in headings] for row in rows)
    return out.getvalue().encode(encoding)


def xlsx_file(rows: Sequence[Mapping[str, Any]]) -> bytes:
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet("Audits")
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    headings = headings_of(rows)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading)
        for number, row in enumerate(rows, start=1):
            value = row.get(heading, "")
            match value:
                case datetime() | date():
                    sheet.write_datetime(number, place, value, day)
                case str() if value:
                    sheet.write_string(number, place, value)
                case str():
                    pass
                case _:
                    sheet.write(number, place, value)
    workbook.close()
    return file.getvalue()
