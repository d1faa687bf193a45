"""All that is held about one case in one packed file: each audit to read, every row for whoever checks it."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought
from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.domain.tables import Column, Kind, Report, Section, Table, Value, shown_time
from qa_app.models import Audit, Erasure, LegalHold
from qa_app.queries.audit_answers import answers_of, moderated_values
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.case_rows import CaseTable, case_tables, rows_as_kept
from qa_app.queries.moderation import finished_moderations
from qa_app.services.imports_about import rows_of, texts_naming
from qa_app.services.what_is_held import Held, what_is_held
from qa_app.web.audit_document import report
from qa_app.web.audit_view import audit_view
from qa_app.web.report_files import csv_of, pdf_of, title_in_name, xlsx_of

TITLE = "All that is held about one case"


def packed(session: Session, references: Sequence[str], *, author: str, taken_by: str, at: datetime) -> bytes:
    """A zip file with a README that says what is what. Changes nothing."""
    held = what_is_held(session, references)
    tables = list(_tables(session, held))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:

        def put(name: str, content: bytes) -> None:
            package.writestr(zipfile.ZipInfo(name, date_time=at.timetuple()[:6]), content)

        put("README.txt", _readme(held, tables, author=author, taken_by=taken_by, at=at).encode())
        for audit in held.audits:
            document = _document(session, session.get_one(Audit, audit.id), author=author, at=at)
            put(f"audits/{title_in_name(audit.reference)}-{audit.id}.pdf", pdf_of(document))
        put("everything.xlsx", xlsx_of(_workbook(tables, author=author, at=at)))
        put("everything.json", _json(held, tables, at=at))
        for table in tables:
            put(f"rows/{table.name}.csv", csv_of(_table(table)))
    return out.getvalue()


def _tables(session: Session, held: Held) -> Iterator[CaseTable]:
    """Also the empty ones, so that what there is none of is known."""
    audits = [audit.id for audit in held.audits]
    yield from case_tables(session, audits, held.entries)
    yield rows_as_kept("holds", "Legal holds on the case", held.holds, LegalHold)
    yield rows_as_kept("erasures", "Proposals to erase the case", held.erasures, Erasure)
    yield _mentions(held)
    yield from _files(held)


def _mentions(held: Held) -> CaseTable:
    columns = ("where", "of what", "text", "table", "column")
    rows = [(one.place, one.about, one.text, one.table.name, one.column) for one in held.mentions]
    return CaseTable("mentions", "Texts about something else that name the case", columns, rows)


def _files(held: Held) -> Iterator[CaseTable]:
    columns = ("number", "file name", "kind", "state", "uploaded at", "cannot be read", "options", "report")
    batches = [(file.batch, file.cannot_be_read) for file in held.files]
    yield CaseTable(
        "files",
        "Files that name the case, or cannot be read",
        columns,
        [
            (
                batch.id,
                batch.file_name,
                batch.kind,
                batch.status,
                batch.uploaded_at,
                is_closed,
                batch.options,
                batch.report,
            )
            for batch, is_closed in batches
        ],
    )
    sought = Sought(held.references)
    rows: list[Sequence[Any]] = []
    for file in held.files:
        found = rows_of(file, sought)
        for number, cells in found.rows:
            rows += [
                (file.batch.id, number, heading, cell)
                for heading, cell in zip(found.headings, cells, strict=False)
                if cell
            ]
    texts = [(file.batch.id, text) for file in held.files for text in texts_naming(file, sought)]
    yield CaseTable("file-texts", "What names the case in them", ("file number", "text"), texts)
    title = "Their rows about the case, cell by cell"
    yield CaseTable("file-rows", title, ("file number", "row", "heading", "cell"), rows)


def _document(session: Session, audit: Audit, *, author: str, at: datetime) -> Report:
    view = audit_view(
        audit,
        as_tool(find_version(session, audit.tool_version_id)),
        answers_of(session, audit),
        moderated_values(session, audit),
        finished_moderations(session, audit.id),
        grades_hidden=False,
        today=london_date(at),
    )
    return report(audit, view, author=author, drawn_at=at)


def _workbook(tables: Sequence[CaseTable], *, author: str, at: datetime) -> Report:
    return Report(
        title=TITLE,
        drawn_at=at,
        author=author,
        facts=(("Tables", str(len(tables))),),
        sections=tuple(Section(table.title, table=_table(table)) for table in tables if table.rows),
        notes=tuple(f"{table.title}: none" for table in tables if not table.rows),
    )


def _table(table: CaseTable) -> Table:
    kinds = [_kind([row[place] for row in table.rows]) for place in range(len(table.columns))]
    columns = tuple(Column(name, kind) for name, kind in zip(table.columns, kinds, strict=True))
    return Table(table.title, columns, [[_value(value) for value in row] for row in table.rows])


def _kind(values: Sequence[Any]) -> Kind:
    found = {type(value) for value in values if value is not None}
    if found == {datetime}:
        return Kind.TIME
    return Kind.DATE if found == {date} else Kind.TEXT


def _value(value: Any) -> Value:
    match value:
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case bool():
            return "yes" if value else "no"
        case date() | None:
            return value
        case _:
            return str(value)


def _json(held: Held, tables: Sequence[CaseTable], *, at: datetime) -> bytes:
    kept = {
        "case references": list(held.references),
        "taken out at": at.isoformat(),
        "tables": {
            table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables
        },
    }
    return json.dumps(kept, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _readme(held: Held, tables: Sequence[CaseTable], *, author: str, taken_by: str, at: datetime) -> str:
    lines = [
        TITLE,
        f"{author}, taken out by {taken_by} on {shown_time(at)}",
        "",
        f"Case reference: {', '.join(held.references)}",
        "",
        "What is in here",
        "  audits/           one PDF for each audit, as it is read in the service",
        "  everything.xlsx   every row in one workbook, one sheet for each table",
        "  everything.json   the same for programs, each value as the database has it",
        "  rows/             the same as CSV, one file for each table:",
        *(f"    {table.name}.csv{' ' * (16 - len(table.name))}{table.title}"
          f" ({plural(len(table.rows), 'row')})" for table in tables),
        "",
        "Grades are positions on the scale of the audit tool: 1 is the best, 0 is not applicable. Of a",
        "standard, 1 is met and 2 is not met. Times are UTC in JSON and by the clocks of London elsewhere.",
        "",
        "Before any of it is given to somebody",
        "  It names staff: auditors, moderators, and who looked at what. It may name other people too, and",
        "  the texts in “mentions” are about something else. Decide what has to be taken out.",
        "",
        "What is not in here",
        "  Copies of the database that are kept as backups hold the same, as it was on their day.",
        "  Figures that count these audits with others, in tables, scorecards and publications.",
    ]  # fmt: skip
    if not held.is_telling:
        lines += [
            "  Texts about something else: they were not searched, because the case reference is so short",
            "  that it is also a word or a number of its own.",
        ]
    if any(file.cannot_be_read for file in held.files):
        lines += [
            "  The content of the files that cannot be read. Nobody can say whom they are about.",
        ]
    return "\n".join([*lines, ""])
