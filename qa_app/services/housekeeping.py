"""What is kept for a while only, and removed once that is over."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.services.guesses import forget_old_guesses
from qa_app.services.mail import forget_old_emails
from qa_app.services.one_use_links import forget_old_links
from qa_app.services.sent_forms import forget_old_forms
from qa_app.services.sessions import forget_old_sessions

KEPT_FOR_A_WHILE: tuple[Callable[..., object], ...] = (
    forget_old_sessions,
    forget_old_guesses,
    forget_old_forms,
    forget_old_links,
    forget_old_emails,
)


def forget_what_is_old(session: Session, *, at: datetime) -> None:
    for forget in KEPT_FOR_A_WHILE:
        forget(session, at=at)
