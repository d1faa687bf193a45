"""What a database holds, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from qa_app.backup.problem import BackupProblem
from qa_app.queries.health import schema_revision
from qa_app.queries.integrity import integrity_problems
from qa_app.queries.row_counts import row_counts
from qa_app.queries.trail_chain import chain_end
from qa_app.queries.trail_check import check_trail


@dataclass(frozen=True)
class Contents:
    """The two checks in words, empty where all is well."""

    schema: str | None
    rows: Mapping[str, int]
    trail_position: int
    trail_seal: str
    trail: str
    integrity: str


def read_contents(
    session: Session, *, seal_key: bytes, anchored: Mapping[int, str] | None = None
) -> Contents:
    """Checks the whole database and the whole trail with it, also against seals that were kept elsewhere.

    Raises BackupProblem for a database so damaged that it cannot be read.
    """
    integrity = "; ".join(integrity_problems(session))
    try:
        return _contents(session, seal_key, integrity, anchored)
    except DatabaseError as error:
        raise BackupProblem(
            f"The database is damaged, and cannot be read: {integrity or error.orig}. Nothing was written."
            " See docs/operations.md."
        ) from error


def _contents(
    session: Session, seal_key: bytes, integrity: str, anchored: Mapping[int, str] | None
) -> Contents:
    position, seal = chain_end(session)
    fault = check_trail(session, seal_key, anchored=anchored).fault
    return Contents(
        schema=schema_revision(session),
        rows=row_counts(session),
        trail_position=position,
        trail_seal=seal,
        trail=str(fault) if fault else "",
        integrity=integrity,
    )
