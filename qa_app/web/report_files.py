"""The files that a report is taken away in. The writers are read only when they are wanted."""

from datetime import datetime

from qa_app.domain.periods import london_time
from qa_app.domain.tables import Report, Table

MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def dated_name(*words: str, drawn_at: datetime, extension: str) -> str:
    """> measures-20261121-1140.csv: the words that there are, and the time in London"""
    return f"{'-'.join(filter(None, words))}-{london_time(drawn_at):%Y%m%d-%H%M}.{extension}"


def title_in_name(title: str) -> str:
    """> board-scorecard-north"""
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())[:60]


def csv_of(table: Table) -> bytes:
    from qa_app.exports.csv_file import csv_bytes

    return csv_bytes(table)


def xlsx_of(report: Report) -> bytes:
    from qa_app.exports.xlsx import xlsx_bytes

    return xlsx_bytes(report)


def pdf_of(report: Report) -> bytes:
    from qa_app.exports.pdf import pdf_bytes

    return pdf_bytes(report)
