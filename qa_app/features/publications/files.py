"""The files of a publication, made of what was kept."""

from qa_app.models import Publication
from qa_app.services.publishing import published
from qa_app.web.report_files import csv_of, pdf_of, title_in_name, xlsx_of


def export_bytes(publication: Publication, extension: str) -> bytes:
    """The file of this kind (a key of MIMETYPES)."""
    kept = published(publication)
    match extension:
        case "csv":
            return csv_of(kept.rows)
        case "xlsx":
            return xlsx_of(kept.workbook)
        case _:
            return pdf_of(kept.page)


def file_name(publication: Publication, extension: str) -> str:
    """> board-scorecard-2016-17-Q3-public-revision-2.pdf"""
    title = title_in_name(publication.title) or "publication"
    return (
        f"{title}-{publication.period}-{publication.profile.value}-revision-{publication.number}.{extension}"
    )
