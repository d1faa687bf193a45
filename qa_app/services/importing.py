"""A file that somebody brings in: received, checked, then added whole or abandoned.

The file is read before any of this begins, apart and without a transaction: see `read_apart`.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict, TransitionNotAllowed
from qa_app.domain.periods import london_date
from qa_app.importers.collecting import without_collecting
from qa_app.importers.progress import Progress, told_to_nobody
from qa_app.importers.sheet import Sheet, read_sheet
from qa_app.models import ImportBatch, ImportKind, ImportStatus, Person
from qa_app.queries.import_batches import batch_done
from qa_app.services.importing_audits import AuditsPlan, add_planned_audits, plan_audits
from qa_app.services.importing_history import HistoryPlan, add_planned_history, plan_history
from qa_app.services.importing_report import RefusedFile, Report
from qa_app.services.importing_values import ValueOptions, ValuesPlan, add_planned_values, plan_values
from qa_app.services.trail import record

ADD_MISSING = "add_missing"
REPLACE = "replace"
EXTRAS = "extras"
COMPARATOR_YEAR = "comparator_year"

OPEN = frozenset({ImportStatus.CHECKING, ImportStatus.CHECKED})
"""Neither added nor abandoned: the file is still kept."""

CHOICES: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.AUDITS: (ADD_MISSING,),
    ImportKind.HISTORY: (REPLACE,),
    ImportKind.VALUES: (ADD_MISSING, REPLACE, EXTRAS),
}
"""What may be agreed to, or not, when a file of this kind is checked."""


class BroughtInBefore(Conflict):
    """This very file was added before, by the batch `batch_id`."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch_id = batch.id
        super().__init__("This very file was brought in before, so nothing was changed.")


def receive_file(
    session: Session,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    *,
    options: Mapping[str, Any],
    by: Person | None,
    at: datetime,
) -> ImportBatch:
    """Keeps the file to be checked. Raises BroughtInBefore."""
    digest = hashlib.sha256(content).hexdigest()
    if (before := batch_done(session, kind, digest)) is not None:
        raise BroughtInBefore(before)
    batch = ImportBatch(
        kind=kind,
        status=ImportStatus.CHECKING,
        file_name=_short_name(file_name),
        digest=digest,
        content=content,
        options=dict(options),
        person_id=by.id if by else None,
        uploaded_at=at,
    )
    session.add(batch)
    session.flush()
    _record(session, f"sent in {kind}", batch, by=by, at=at, after={"bytes": len(content)})
    return batch


def kept_file(batch: ImportBatch) -> bytes:
    """The file of a batch that waits to be added. Raises TransitionNotAllowed."""
    _must_be_open(batch)
    if batch.content is None:
        raise TransitionNotAllowed("This file is no longer kept. Choose it again.")
    return batch.content


def check_file(
    session: Session, batch: ImportBatch, sheet: Sheet, *, at: datetime, progress: Progress = told_to_nobody
) -> Report:
    """What adding it would do now; changes nothing. `sheet` is what its file holds."""
    with without_collecting():
        return _plan(session, batch, sheet, at=at, progress=progress).report


def keep_unreadable(batch: ImportBatch, sentence: str) -> None:
    """Ends the check of a file that cannot be read, of which nothing but that is kept."""
    keep_report(batch, Report(unreadable=sentence))
    if batch.status is ImportStatus.CHECKED:
        batch.content = None


def keep_report(batch: ImportBatch, report: Report) -> None:
    """Ends the check, unless the file was added or abandoned meanwhile."""
    if batch.status in OPEN:
        batch.status = ImportStatus.CHECKED
        batch.report = report.as_json()
        batch.rows_done = batch.rows_total = report.rows


def choose_options(
    session: Session, batch: ImportBatch, options: Mapping[str, Any], *, by: Person, at: datetime
) -> None:
    """Asks for another check, with these options."""
    _must_be_open(batch)
    batch.options = {**batch.options, **options}
    batch.status = ImportStatus.CHECKING
    batch.rows_done = 0
    session.flush()
    _record(session, f"asked to check {batch.kind}", batch, by=by, at=at, after={"options": batch.options})


def add_file(
    session: Session,
    batch: ImportBatch,
    sheet: Sheet,
    *,
    by: Person | None,
    at: datetime,
    progress: Progress = told_to_nobody,
) -> Report:
    """Checks once more and adds all of it, or nothing: raises RefusedFile and BroughtInBefore.

    `sheet` is what its file holds. A file whose audits, figures or values are all there already changes
    nothing, and the report says so.
    """
    _must_be_open(batch)
    if (before := batch_done(session, batch.kind, batch.digest)) is not None:
        raise BroughtInBefore(before)
    with without_collecting():
        return _add(session, batch, sheet, by=by, at=at, progress=progress)


def _add(
    session: Session, batch: ImportBatch, sheet: Sheet, *, by: Person | None, at: datetime, progress: Progress
) -> Report:
    plan = _plan(session, batch, sheet, at=at, progress=progress)
    report = plan.report
    if report.problem_count:
        raise RefusedFile(report)
    if report.changes_nothing:
        abandon_file(session, batch, by=by, at=at)
        return report
    try:
        match plan:
            case AuditsPlan():
                add_planned_audits(session, plan, at=at)
            case HistoryPlan():
                add_planned_history(session, plan, batch, by=by, at=at)
            case ValuesPlan():
                add_planned_values(session, plan, batch, by=by, at=at)
        _finish(batch, report, at=at)
        session.flush()
    except IntegrityError as error:
        raise Conflict(
            "Somebody else added some of this at the same moment, so nothing of it was added. Check it again."
        ) from error
    _record(session, f"brought in {batch.kind}", batch, by=by, at=at, after=dict(report.added))
    session.flush()
    return report


def abandon_file(session: Session, batch: ImportBatch, *, by: Person | None, at: datetime) -> None:
    """Forgets the file and what it held."""
    _must_be_open(batch)
    batch.status = ImportStatus.ABANDONED
    batch.content = None
    batch.report = {}
    batch.finished_at = at
    _record(session, f"abandoned {batch.kind}", batch, by=by, at=at, after={})
    session.flush()


def import_audits(
    session: Session,
    file_name: str,
    content: bytes,
    *,
    add_missing: bool,
    by: Person | None,
    at: datetime,
) -> Report:
    """Checks and adds an audit-level file of our own in one go; what a stranger sent is read apart.

    `add_missing` adds service areas, teams and streams that are not there yet. Raises RefusedFile,
    BroughtInBefore or UnreadableFile; then the caller rolls back.
    """
    options = {ADD_MISSING: add_missing}
    batch = receive_file(session, ImportKind.AUDITS, file_name, content, options=options, by=by, at=at)
    return add_file(session, batch, read_sheet(content, file_name), by=by, at=at)


def import_history(
    session: Session,
    file_name: str,
    content: bytes,
    *,
    replace: bool = False,
    by: Person | None,
    at: datetime,
) -> Report:
    """Checks and adds tables published before the system in one go.

    `replace` takes out the files that have other figures for the same cells. Raises as `import_audits` does.
    """
    options = {REPLACE: replace}
    batch = receive_file(session, ImportKind.HISTORY, file_name, content, options=options, by=by, at=at)
    return add_file(session, batch, read_sheet(content, file_name), by=by, at=at)


def import_values(
    session: Session,
    file_name: str,
    content: bytes,
    options: ValueOptions,
    *,
    by: Person | None,
    at: datetime,
) -> Report:
    """Checks and adds a file of values of measures in one go. Raises as `import_audits` does."""
    chosen = {
        ADD_MISSING: options.add_missing,
        REPLACE: options.replace,
        EXTRAS: options.extras,
        COMPARATOR_YEAR: options.comparator_year,
    }
    batch = receive_file(session, ImportKind.VALUES, file_name, content, options=chosen, by=by, at=at)
    return add_file(session, batch, read_sheet(content, file_name), by=by, at=at)


def _plan(
    session: Session, batch: ImportBatch, sheet: Sheet, *, at: datetime, progress: Progress
) -> AuditsPlan | HistoryPlan | ValuesPlan:
    match batch.kind:
        case ImportKind.AUDITS:
            return plan_audits(
                session,
                batch.file_name,
                sheet,
                add_missing=bool(batch.options.get(ADD_MISSING)),
                today=london_date(at),
                progress=progress,
            )
        case ImportKind.HISTORY:
            return plan_history(
                session,
                sheet,
                replace_loaded=bool(batch.options.get(REPLACE)),
                progress=progress,
            )
        case ImportKind.VALUES:
            return plan_values(
                session,
                batch.file_name,
                sheet,
                _value_options(batch.options),
                today=london_date(at),
                progress=progress,
            )


def _value_options(chosen: Mapping[str, Any]) -> ValueOptions:
    return ValueOptions(
        add_missing=bool(chosen.get(ADD_MISSING)),
        replace=bool(chosen.get(REPLACE)),
        extras=bool(chosen.get(EXTRAS)),
        comparator_year=chosen.get(COMPARATOR_YEAR),
    )


def _must_be_open(batch: ImportBatch) -> None:
    if batch.status not in OPEN:
        raise TransitionNotAllowed("This file was added or abandoned meanwhile. Reload the page to see it.")


def _finish(batch: ImportBatch, report: Report, *, at: datetime) -> None:
    batch.status = ImportStatus.DONE
    batch.content = None
    batch.report = report.as_json()
    batch.rows_done = batch.rows_total = report.rows
    batch.finished_at = at


def _record(
    session: Session,
    action: str,
    batch: ImportBatch,
    *,
    by: Person | None,
    at: datetime,
    after: dict[str, Any],
) -> None:
    record(
        session,
        action,
        by=by,
        at=at,
        subject="import",
        subject_id=batch.id,
        after={"file": batch.file_name, **after},
    )


def _short_name(file_name: str) -> str:
    """The name without its folders; the end of a long one, which says what it is."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in name if char.isprintable())[-255:] or "file"
