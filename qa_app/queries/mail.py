"""E-mails on their way, without what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from qa_app.models import OutgoingEmail, ResetRequest


class Fate(StrEnum):
    WAITING = "waits"
    SENT = "sent"
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class EmailRow:
    """One e-mail; `problem` is the latest, and empty where there was none or it was sent in the end."""

    made_at: datetime
    recipient: str
    subject: str
    fate: Fate
    attempts: int
    problem: str
    next_try_at: datetime | None
    sent_at: datetime | None


def all_emails(session: Session) -> Sequence[EmailRow]:
    """The newest first."""
    statement = select(OutgoingEmail).order_by(OutgoingEmail.made_at.desc(), OutgoingEmail.id.desc())
    return [_row(email) for email in session.scalars(statement)]


def fate_of(email: OutgoingEmail) -> Fate:
    if email.sent_at is not None:
        return Fate.SENT
    return Fate.GIVEN_UP if email.next_try_at is None else Fate.WAITING


def is_anything_due(session: Session, *, at: datetime) -> bool:
    """An e-mail whose time has come, or somebody who asked for one."""
    due = select(OutgoingEmail.id).where(OutgoingEmail.sent_at.is_(None), OutgoingEmail.next_try_at <= at)
    return bool(session.scalar(select(or_(exists(due), exists(select(ResetRequest.id))))))


def _row(email: OutgoingEmail) -> EmailRow:
    return EmailRow(
        made_at=email.made_at,
        recipient=email.recipient,
        subject=email.subject,
        fate=fate_of(email),
        attempts=email.attempts,
        problem=email.last_problem,
        next_try_at=email.next_try_at,
        sent_at=email.sent_at,
    )
