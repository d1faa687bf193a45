"""Forms that took effect, each noted in the transaction of its effect: kept with it, or undone with it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.models import SentForm

KEPT_FOR = timedelta(days=8)
"""Longer than any session: a page that was drawn in one can send nothing in the next."""


def claim_form(session: Session, digest: str, *, at: datetime) -> bool:
    """Notes that this form is sent; False, with the transaction rolled back, for one that was noted before.

    While another transaction has it noted and has not ended, this waits: the form is claimed once that one
    is rolled back, and was sent before once it is committed.
    """
    try:
        session.execute(insert(SentForm), {"digest": digest, "sent_at": at, "led_to": ""})
    except IntegrityError:
        session.rollback()
        return False
    return True


def note_where_it_led(session: Session, digest: str, led_to: str) -> None:
    session.execute(update(SentForm).where(SentForm.digest == digest).values(led_to=led_to))


def forget_form(session: Session, digest: str) -> None:
    """So that it can be sent again: it came to nothing."""
    session.execute(delete(SentForm).where(SentForm.digest == digest))


def forget_old_forms(session: Session, *, at: datetime) -> None:
    session.execute(delete(SentForm).where(SentForm.sent_at < at - KEPT_FOR))
