"""Looks at what is written about children: each is in the trail before anything is shown of it.

What cannot be recorded is not shown: a database that is busy for too long is answered as it is for a save.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from qa_app.database import patiently, writing
from qa_app.extensions import db
from qa_app.services.trail import record
from qa_app.web.clock import now
from qa_app.web.current import signed_in


def looks_at_audit(audit_id: int, action: str) -> None:
    """To be called once it is known that the person signed in may see this audit."""
    _looks(action, subject="audit", subject_id=audit_id)


def looks_at(action: str, *, subject: str, subject_id: int | None = None, **shown: Any) -> None:
    """The same for what is about several audits, or about none that is there; `shown` says what, without
    any text about a case."""
    _looks(action, subject=subject, subject_id=subject_id, after=shown or None)


def _looks(action: str, *, subject: str, **said: Any) -> None:
    with _transaction() as session:
        record(session, action, by=signed_in(), at=now(), subject=subject, is_look=True, **said)


@contextmanager
def _transaction() -> Iterator[Session]:
    """One of its own, however the page came about.

    A page that is opened only reads, in a transaction that may go on. One that is shown again because what
    was sent could not be saved has nothing to save: its transaction is given up, for this to be the next.
    """
    if writing.get():
        db.session.rollback()
        yield db.session
        db.session.commit()
        return
    with patiently(db.engine) as connection, Session(connection) as session:
        session.info["address"] = db.session.info.get("address")
        yield session
        session.commit()
