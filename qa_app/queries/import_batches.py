"""Files that were brought in, or are being checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload

from qa_app.models import ImportBatch, ImportKind, ImportStatus, PublishedFigure


@dataclass(frozen=True)
class LoadedHistory:
    """A file of published history whose figures are in the tables now."""

    batch_id: int
    file_name: str
    added_at: datetime
    figures: int


def find_batch(session: Session, batch_id: int) -> ImportBatch:
    """Without reading the file itself. Raises NoResultFound."""
    statement = select(ImportBatch).where(ImportBatch.id == batch_id)
    return session.scalars(statement.options(defer(ImportBatch.content))).one()


def all_batches(session: Session) -> Sequence[ImportBatch]:
    """Newest first, without the files themselves."""
    return session.scalars(
        select(ImportBatch)
        .options(defer(ImportBatch.content), joinedload(ImportBatch.person))
        .order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id.desc())
    ).all()


def batch_done(session: Session, kind: ImportKind, digest: str) -> ImportBatch | None:
    """The batch that added this very file, if there is one."""
    statement = select(ImportBatch).where(
        ImportBatch.kind == kind, ImportBatch.digest == digest, ImportBatch.status == ImportStatus.DONE
    )
    return session.scalars(statement.options(defer(ImportBatch.content))).one_or_none()


def loaded_history(session: Session) -> list[LoadedHistory]:
    """One row for each file with figures in the tables, newest first."""
    rows = session.execute(
        select(
            ImportBatch.id.label("batch_id"),
            ImportBatch.file_name,
            ImportBatch.finished_at.label("added_at"),
            func.count(PublishedFigure.id).label("figures"),
        )
        .join(PublishedFigure, PublishedFigure.batch_id == ImportBatch.id)
        .where(ImportBatch.status == ImportStatus.DONE)
        .group_by(ImportBatch.id, ImportBatch.file_name, ImportBatch.finished_at)
        .order_by(ImportBatch.finished_at.desc(), ImportBatch.id.desc())
    )
    return [LoadedHistory(**row) for row in rows.mappings()]
