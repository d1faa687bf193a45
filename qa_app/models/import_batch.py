from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class ImportKind(StrEnum):
    AUDITS = "audits"
    HISTORY = "history"
    VALUES = "values"


class ImportStatus(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    DONE = "done"
    ABANDONED = "abandoned"
    REMOVED = "removed"
    """Published history that was added and taken out again."""


class ImportBatch(Base):
    """A file somebody brought in: uploaded and checked first, then added whole or not at all."""

    __tablename__ = "import_batch"
    __table_args__ = (
        # The same file is brought in once.
        Index(
            "uq_import_batch_done",
            "kind",
            "digest",
            unique=True,
            sqlite_where=text("status = 'done'"),
            postgresql_where=text("status = 'done'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ImportKind] = mapped_column(Word(ImportKind))
    status: Mapped[ImportStatus] = mapped_column(Word(ImportStatus))
    file_name: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The file itself, kept only until it is added or abandoned."""
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What checking found: rows, problems, warnings, what will be added."""
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship()
