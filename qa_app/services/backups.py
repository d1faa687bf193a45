"""What a backup leaves in the trail, and what may not go on in a database that was restored from one."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.models import OneUseLink, OutgoingEmail, WebSession
from qa_app.queries.health import MADE_BACKUP
from qa_app.services.trail import record

RESTORED = "restored backup"


def note_backup(session: Session, *, file_name: str, sha256: str, at: datetime) -> None:
    shown = {"file": file_name, "sha256": sha256}
    record(session, MADE_BACKUP, by=None, at=at, subject="database", after=shown)
    session.flush()


def note_restored(session: Session, *, file_name: str, made_at: datetime, at: datetime) -> None:
    """What people did since the backup is forgotten: nobody may go on in a session that they had ended,
    open a link that they had used, or be sent a letter twice."""
    shown: dict[str, Any] = {"file": file_name, "made_at": made_at.isoformat()}
    record(session, RESTORED, by=None, at=at, subject="database", after=shown)
    session.execute(update(WebSession).where(WebSession.ended_at.is_(None)).values(ended_at=at))
    session.execute(update(OneUseLink).where(OneUseLink.used_at.is_(None)).values(used_at=at))
    session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.sent_at.is_(None), OutgoingEmail.next_try_at.is_not(None))
        .values(next_try_at=None, body="", last_problem="It was in a backup that was restored")
    )
    session.flush()
