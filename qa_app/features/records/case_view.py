"""All that is held about one case: where it is, and how much, with nothing of what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from qa_app.domain.plurals import plural
from qa_app.domain.tables import Column, Figure, Kind, Table, Value
from qa_app.features.records.proposal_view import url_of
from qa_app.services.what_is_held import Held
from qa_app.web.table_view import TableView, table_view


def case_page(held: Held, spellings: Mapping[str, int]) -> dict[str, Any]:
    """`spellings` are other ways of writing the reference, with how many audits each has."""
    waiting = next((erasure for erasure in held.erasures if erasure.decided_at is None), None)
    return {
        "is_empty": held.is_empty,
        # What only mentions it is most likely about the case of another spelling.
        "is_misspelled": not held.audits and any(spellings.values()),
        "is_on_hold": held.is_on_hold,
        "is_telling": held.is_telling,
        "spellings": [
            (other, plural(audits, "audit") if audits else "no audit") for other, audits in spellings.items()
        ],
        "summary": _summary(held),
        "audits": _audits(held) if held.audits else None,
        "files": _files(held) if held.files else None,
        "mentions": _mentions(held) if held.mentions else None,
        "waiting": url_of(waiting) if waiting is not None else None,
    }


def _summary(held: Held) -> list[str]:
    """> 3 audits, > 1 legal hold, of what there is"""
    counts = (
        (len(held.audits), "audit", "audits"),
        (len(held.holds), "legal hold", "legal holds"),
        (len(held.erasures), "proposal to erase it", "proposals to erase it"),
        (len(held.files), "file that names it, or cannot be read", "files that name it, or cannot be read"),
        (
            len(held.mentions),
            "text about something else that names it",
            "texts about something else that name it",
        ),
        (len(held.entries), "entry of the trail that names it", "entries of the trail that name it"),
    )
    return [plural(count, one, many) for count, one, many in counts if count]


def _audits(held: Held) -> TableView:
    columns = (
        Column("Audit", is_heading=True),
        Column("Audit date", Kind.DATE),
        Column("Audit stream"),
        Column("Audit tool"),
        Column("Auditor"),
        Column("State"),
    )
    rows: list[Sequence[Value]] = []
    for audit in held.audits:
        reference = Figure(audit.reference, Kind.TEXT, href=url_for("audits.show", audit_id=audit.id))
        about = (audit.audit_date, audit.stream, audit.tool, audit.auditor, audit.status.label)
        rows.append((reference, *about))
    return table_view(Table("Audits", columns, rows), id="audits", name="Audits", is_titled=True)


def _files(held: Held) -> TableView:
    columns = (Column("File", is_heading=True), Column("Sent", Kind.TIME), Column("What of it"))
    rows: list[Sequence[Value]] = [
        (file.batch.file_name, file.batch.uploaded_at, _what(file.is_named_after, file.cannot_be_read))
        for file in held.files
    ]
    return table_view(Table("Files", columns, rows), id="files", name="Files", is_titled=True)


def _what(is_named_after: bool, cannot_be_read: bool) -> str:
    if cannot_be_read:
        return "It cannot be read, so that nobody knows whom it is about"
    return "Its name names the case" if is_named_after else "It names the case"


def _mentions(held: Held) -> TableView:
    columns = (Column("Where", is_heading=True), Column("Of what"))
    rows: list[Sequence[Value]] = [
        (f"{mention.place[0].upper()}{mention.place[1:]}", mention.about) for mention in held.mentions
    ]
    name = "Named in texts about something else"
    return table_view(Table(name, columns, rows), id="mentions", name=name, is_titled=True)
