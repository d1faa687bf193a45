"""The files that a report is taken away in. The writers are read only when they are wanted."""

from qa_app.domain.tables import Report, Table

MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def csv_of(table: Table) -> bytes:
    from qa_app.exports.csv_file import csv_bytes

    return csv_bytes(table)


def xlsx_of(report: Report) -> bytes:
    from qa_app.exports.xlsx import xlsx_bytes

    return xlsx_bytes(report)


def pdf_of(report: Report) -> bytes:
    from qa_app.exports.pdf import pdf_bytes

    return pdf_bytes(report)
