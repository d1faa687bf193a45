"""What became of a form that was sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import SentForm


@dataclass(frozen=True)
class Sent:
    """A form that took effect; `led_to` is empty until its answer is known."""

    at: datetime
    led_to: str


def find_sent(session: Session, digest: str) -> Sent | None:
    row = session.execute(
        select(SentForm.sent_at, SentForm.led_to).where(SentForm.digest == digest)
    ).one_or_none()
    return Sent(*row) if row is not None else None
