"""The files that the judgement tables are taken away in."""

from collections.abc import Sequence
from datetime import datetime

from qa_app.domain.judgement_choice import JudgementChoice
from qa_app.domain.judgement_table import JudgementTable
from qa_app.features.judgements.document import document
from qa_app.features.judgements.rows import tidy_table
from qa_app.features.judgements.workbook import workbook

MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def export_bytes(
    table: JudgementTable,
    extension: str,
    *,
    title: str,
    author: str,
    drawn_at: datetime,
    limited_to: Sequence[str] | None,
) -> bytes:
    """The file of this kind (a key of MIMETYPES). The writers are read only when they are wanted."""
    if extension == "csv":
        from qa_app.exports.csv_file import csv_bytes

        return csv_bytes(tidy_table(table, title=title, drawn_at=drawn_at, limited_to=limited_to))
    if extension == "xlsx":
        from qa_app.exports.xlsx import xlsx_bytes

        return xlsx_bytes(
            workbook(table, title=title, author=author, drawn_at=drawn_at, limited_to=limited_to)
        )
    from qa_app.exports.pdf import pdf_bytes

    return pdf_bytes(document(table, title=title, author=author, drawn_at=drawn_at, limited_to=limited_to))


def file_name(choice: JudgementChoice, *, drawn_at: datetime, extension: str) -> str:
    """> judgements-by-service-area-2016-17-Q3-final-20261121-1140.csv"""
    return (
        f"judgements-by-{choice.by.value}-{choice.last.key}-{choice.judged.value}"
        f"-{drawn_at:%Y%m%d-%H%M}.{extension}"
    )
