"""The files that the judgement tables are taken away in."""

from collections.abc import Sequence
from datetime import datetime

from qa_app.domain.judgement_choice import JudgementChoice
from qa_app.domain.judgement_table import JudgementTable
from qa_app.models import Profile
from qa_app.presenters.judgements.document import document
from qa_app.presenters.judgements.rows import tidy_table
from qa_app.presenters.judgements.workbook import workbook
from qa_app.web.report_files import csv_of, dated_name, pdf_of, xlsx_of


def export_bytes(
    table: JudgementTable,
    extension: str,
    *,
    title: str,
    author: str,
    drawn_at: datetime,
    limited_to: Sequence[str] | None,
) -> bytes:
    """The file of this kind (a key of MIMETYPES)."""
    if extension == "csv":
        return csv_of(tidy_table(table, title=title, drawn_at=drawn_at, limited_to=limited_to))
    lay_out, write = (workbook, xlsx_of) if extension == "xlsx" else (document, pdf_of)
    return write(lay_out(table, title=title, author=author, drawn_at=drawn_at, limited_to=limited_to))


def file_name(choice: JudgementChoice, profile: Profile, *, drawn_at: datetime, extension: str) -> str:
    """> judgements-by-service-area-2016-17-Q3-final-20261121-1140.csv, or with > -public- before the time"""
    public = "public" if profile is Profile.PUBLIC else ""
    words = ("judgements-by", choice.by.value, choice.last.key, choice.judged.value, public)
    return dated_name(*words, drawn_at=drawn_at, extension=extension)
