"""Checking a long file beside the page that waits for it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from qa_app.database import writing
from qa_app.extensions import db
from qa_app.importers.apart import NotNow, read_apart
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import Sheet
from qa_app.models import ImportBatch, ImportStatus
from qa_app.services.importing import check_file, keep_report, keep_unreadable, kept_file
from qa_app.services.importing_report import Report
from qa_app.web.clock import now

CHECKED_AT_ONCE = 1_000
"""Rows: a file with no more is checked before the next page is there."""

PATIENCE = 600.0
"""Seconds that a file waits for others to be read first, while its page says that it waits."""

INTERRUPTED = "The check was interrupted. Check the file again."

log = logging.getLogger("qa_app")


def check_now(batch: ImportBatch, sheet: Sheet) -> None:
    keep_report(batch, check_file(db.session, batch, sheet, at=now()))


def check_beside(batch_id: int, sheet: Sheet | None) -> None:
    """Starts a thread that checks the file, and reads it first where it was not read yet; the batch must be
    committed."""
    arguments = (db.engine, batch_id, sheet)
    Thread(target=_check, args=arguments, name=f"check-{batch_id}", daemon=True).start()


def _check(engine: Engine, batch_id: int, sheet: Sheet | None) -> None:
    try:
        report = _report(engine, batch_id, sheet or _read(engine, batch_id))
    except NotNow as error:
        report = Report(unreadable=str(error))
    except UnreadableFile as error:
        with _open(engine, batch_id) as batch:
            keep_unreadable(batch, str(error))
        return
    except Exception as error:
        # The message of an exception can quote case text, so only its kind is logged.
        log.error("checking file %s failed: %s", batch_id, type(error).__name__)
        report = Report(unreadable=INTERRUPTED)
    with _open(engine, batch_id) as batch:
        keep_report(batch, report)


def _read(engine: Engine, batch_id: int) -> Sheet:
    """With no transaction open meanwhile."""
    with _reading(), Session(engine) as session:
        batch = session.get_one(ImportBatch, batch_id)
        content, file_name = kept_file(batch), batch.file_name
    return read_apart(content, file_name, patience=PATIENCE)


def _report(engine: Engine, batch_id: int, sheet: Sheet) -> Report:
    def tell(done: int, total: int) -> None:
        """In a transaction of its own, so that the page sees it and nobody waits for it."""
        writing.set(True)
        with engine.begin() as connection:
            connection.execute(
                update(ImportBatch)
                .where(ImportBatch.id == batch_id, ImportBatch.status == ImportStatus.CHECKING)
                .values(rows_done=done, rows_total=total)
            )
        writing.set(False)

    with _reading(), Session(engine) as session:
        return check_file(session, session.get_one(ImportBatch, batch_id), sheet, at=now(), progress=tell)


@contextmanager
def _open(engine: Engine, batch_id: int) -> Iterator[ImportBatch]:
    """The batch, held against whoever adds or forgets it at this moment, and saved."""
    with Session(engine) as session, session.begin():
        yield session.get_one(ImportBatch, batch_id, with_for_update=True)


@contextmanager
def _reading() -> Iterator[None]:
    writing.set(False)
    try:
        yield
    finally:
        writing.set(True)
