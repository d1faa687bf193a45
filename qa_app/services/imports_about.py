"""Files that somebody is bringing in, or brought in, and that name a case: found, and forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, texts_in
from qa_app.importers.file_texts import rows_about, texts_of_file
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import Cell
from qa_app.models import ImportBatch, Person, Revision
from qa_app.services.importing import OPEN, abandon_file

NAME_REMOVED = "file whose name was removed"
BROUGHT_IN = "Brought in from "


@dataclass(frozen=True)
class ImportAbout:
    """One file. `is_named_after` is whether its own name names a case; `holds` whether what is kept of it
    does, or may, because it cannot be read."""

    batch: ImportBatch
    is_named_after: bool
    holds: bool
    cannot_be_read: bool = False


@dataclass(frozen=True)
class RowsAbout:
    """The headings of a file that is not added yet, and the rows (number, cells) that name a case."""

    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Cell]]]


def imports_about(session: Session, sought: Sought) -> list[ImportAbout]:
    """In the order in which they were uploaded."""
    found = []
    for number in session.scalars(select(ImportBatch.id).order_by(ImportBatch.id)).all():
        batch = session.get_one(ImportBatch, number)
        about = _about(batch, sought)
        if about.is_named_after or about.holds:
            found.append(about)
        else:
            session.expunge(batch)  # the next file takes the place of this one in memory
    return found


def rows_of(about: ImportAbout, sought: Sought) -> RowsAbout:
    """Of a file that is kept; none where it cannot be read as rows."""
    if about.batch.content is None or about.cannot_be_read:
        return RowsAbout((), ())
    try:
        return RowsAbout(*rows_about(about.batch.content, about.batch.file_name, sought.is_in_any))
    except UnreadableFile:
        return RowsAbout((), ())


def texts_naming(about: ImportAbout, sought: Sought) -> list[str]:
    """What names the case in a file that is kept, on whichever sheet; none where it cannot be read."""
    if about.batch.content is None or about.cannot_be_read:
        return []
    texts = texts_of_file(about.batch.content, about.batch.file_name)
    return list(dict.fromkeys(text for text in texts if sought.is_in(text)))


def forget_imports(
    session: Session, found: Sequence[ImportAbout], *, by: Person | None, at: datetime
) -> list[int]:
    """Abandons those that hold a case, whole, because a file is brought in whole; and takes the names of
    those named after one. The numbers of the batches whose names were taken."""
    renamed = []
    for about in found:
        batch = about.batch
        if about.is_named_after:
            reason = f"{BROUGHT_IN}a {NAME_REMOVED}"
            named = Revision.reason == f"{BROUGHT_IN}{batch.file_name}"
            session.execute(update(Revision).where(named).values(reason=reason))
            batch.file_name = NAME_REMOVED
            renamed.append(batch.id)
        if about.holds:
            if batch.status in OPEN:
                abandon_file(session, batch, by=by, at=at)
            batch.content, batch.report = None, {}
    session.flush()
    return renamed


def _about(batch: ImportBatch, sought: Sought) -> ImportAbout:
    named = sought.is_in(batch.file_name)
    if sought.is_in_any(texts_in([batch.report, batch.options])):
        return ImportAbout(batch, named, holds=True)
    if batch.content is None:
        return ImportAbout(batch, named, holds=False)
    try:
        return ImportAbout(batch, named, sought.is_in_any(texts_of_file(batch.content, batch.file_name)))
    except UnreadableFile:
        return ImportAbout(batch, named, holds=True, cannot_be_read=True)
