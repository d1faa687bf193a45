"""Checking a long file beside the page that waits for it."""

import logging
from threading import Thread

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from qa_app.database import writing
from qa_app.extensions import db
from qa_app.models import ImportBatch, ImportStatus
from qa_app.services.importing import check_file, keep_report
from qa_app.services.importing_report import Report
from qa_app.web.clock import now

CHECKED_AT_ONCE = 200_000
"""Bytes: a file so small is checked before the next page is there."""

INTERRUPTED = "The check was interrupted. Check the file again."

log = logging.getLogger("qa_app")


def check_now(batch: ImportBatch) -> Report:
    report = check_file(db.session, batch, at=now())
    keep_report(batch, report)
    return report


def check_beside(batch_id: int) -> None:
    """Starts a thread that checks the file; the batch must be committed."""
    Thread(target=_check, args=(db.engine, batch_id), name=f"check-{batch_id}", daemon=True).start()


def _check(engine: Engine, batch_id: int) -> None:
    try:
        report = _report(engine, batch_id)
    except Exception as error:
        # The message of an exception can quote case text, so only its kind is logged.
        log.error("checking file %s failed: %s", batch_id, type(error).__name__)
        report = Report(unreadable=INTERRUPTED)
    with Session(engine) as session, session.begin():
        batch = session.get(ImportBatch, batch_id, with_for_update=True)
        if batch is not None:
            keep_report(batch, report)


def _report(engine: Engine, batch_id: int) -> Report:
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

    writing.set(False)
    try:
        with Session(engine) as session:
            return check_file(session, session.get_one(ImportBatch, batch_id), at=now(), progress=tell)
    finally:
        writing.set(True)
