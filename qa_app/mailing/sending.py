"""Sending what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.config import Settings
from qa_app.database import writing
from qa_app.mailing.message import message_of
from qa_app.mailing.problems import is_of_one_message, words_of
from qa_app.mailing.server import hand_over
from qa_app.models import OutgoingEmail
from qa_app.queries.mail import is_anything_due
from qa_app.services import mail
from qa_app.services.password_reset import answer_requests


@dataclass(frozen=True)
class Sent:
    """How many were handed over and how many could not be; the latest problem, in a sentence."""

    sent: int = 0
    failed: int = 0
    problem: str = ""


def now() -> datetime:
    return datetime.now(UTC)


def send_waiting(engine: Engine, settings: Settings, *, clock: Callable[[], datetime] = now) -> Sent:
    """Hands over what waits. After a fault of the server, and not of one message, the rest waits on.

    Each message is claimed, and that committed, before the server is spoken to, so that no two processes
    send it; meanwhile no transaction is open.
    """
    if not settings.smtp_host or not _is_anything_due(engine, at=clock()):
        return Sent()
    _answer(engine, settings, at=clock())
    sent, failed, problem = 0, 0, ""
    while email := _claimed(engine, at=clock()):
        try:
            hand_over(message_of(email, settings), to=email.recipient, settings=settings)
        except (OSError, ValueError) as error:
            failed, problem = failed + 1, words_of(error)
            with Session(engine) as session, session.begin():
                mail.note_failure(session, email.id, problem, at=clock())
            if not is_of_one_message(error):
                break
        else:
            sent += 1
            with Session(engine) as session, session.begin():
                mail.note_sent(session, email.id, at=clock())
    return Sent(sent, failed, problem)


def _is_anything_due(engine: Engine, *, at: datetime) -> bool:
    """Asked without the right to write: SQLite's one writer is not to be stopped every few seconds."""
    before = writing.set(False)
    try:
        with Session(engine) as session:
            return is_anything_due(session, at=at)
    finally:
        writing.reset(before)


def _answer(engine: Engine, settings: Settings, *, at: datetime) -> None:
    with Session(engine) as session, session.begin():
        if settings.sends_links:
            answer_requests(session, settings.letterhead, roles=settings.password_roles, at=at)
        mail.give_up_old(session, at=at)


def _claimed(engine: Engine, *, at: datetime) -> OutgoingEmail | None:
    """As it was when it was claimed, and of no session any more."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        return mail.claim_next(session, at=at)
