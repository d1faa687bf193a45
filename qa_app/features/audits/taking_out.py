"""Taking audits out as a file: recorded, because it holds what is written about children."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO

from flask import Response, request

from qa_app.domain.roles import Permission
from qa_app.exports.csv_file import csv_chunks
from qa_app.extensions import db
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.choosing import asked_for
from qa_app.features.audits.extract import extract_report, extract_table
from qa_app.queries.audit_choices import list_choices
from qa_app.queries.audit_extract import extracted_audits, extracted_questions
from qa_app.services.trail import record
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope, signed_in
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.report_files import dated_name
from qa_app.web.streaming import streamed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 1 << 16


@blueprint.post("/taken-out.<any(csv, xlsx):extension>")
@requires(Permission.EXTRACT_AUDITS)
def take_out(extension: str) -> Response:
    scope, at = current_scope(), now()
    asked = asked_for(request.args, list_choices(db.session, scope), today=today())
    questions = extracted_questions(db.session, asked.filter, scope=scope)
    record(
        db.session,
        "took out audits",
        by=signed_in(),
        at=at,
        subject="audits",
        after={"filter": _without_words(asked.words), "format": extension},
    )
    db.session.commit()
    audits = streamed(lambda session: extracted_audits(session, asked.filter, scope=scope))
    table = extract_table(questions, audits)
    name = dated_name("audits", drawn_at=at, extension=extension)
    if extension == "csv":
        return download(csv_chunks(table), filename=name, mimetype="text/csv")
    from qa_app.exports.xlsx import xlsx_file

    filters = "; ".join(f"{word}: {value}" for word, value in asked.words.items()) or "None"
    author = council_name()
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `_pieces`, after it is sent
    xlsx_file(extract_report(table, author=author, drawn_at=at, filters=filters), file)
    file.seek(0)
    return download(_pieces(file), filename=name, mimetype=XLSX)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece


def _without_words(chosen: Mapping[str, str]) -> dict[str, str]:
    """What was searched for can be a case reference, which the trail must not hold; that it was is kept."""
    return {name: "words, not kept here" if name == "text" else value for name, value in chosen.items()}
