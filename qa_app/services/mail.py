"""E-mails on their way: kept with what caused them, and sent later by whoever claims them first."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from qa_app.domain.letters import Letter
from qa_app.models import OneUseLink, OutgoingEmail

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long after each failure it is tried again; the last one ever after."""
OF_USE = timedelta(days=1)
LEASE = timedelta(minutes=10)
"""How long a message belongs to who claimed it: far longer than handing it over may take."""
REMEMBERED = timedelta(days=30)
"""How long it can be seen that an e-mail was sent."""


def queue(
    session: Session, letter: Letter, *, to: str, link: OneUseLink | None = None, at: datetime
) -> OutgoingEmail:
    """It is sent once the caller has committed, or not at all where the caller has not.

    With a link in it, it is given up when the link is no longer of use, or else after a day.
    """
    email = OutgoingEmail(
        recipient=to,
        subject=letter.subject,
        body=letter.body,
        made_at=at,
        next_try_at=at,
        give_up_at=min(at + OF_USE, link.expires_at) if link else at + OF_USE,
        link_id=link.id if link else None,
    )
    session.add(email)
    session.flush()
    return email


def claim_next(session: Session, *, at: datetime) -> OutgoingEmail | None:
    """The message that has waited longest, which nobody else will be given once this is committed.

    Should whoever claimed it never be heard of again, it is anybody's after a while.
    """
    email = session.scalars(
        select(OutgoingEmail)
        .where(OutgoingEmail.sent_at.is_(None), OutgoingEmail.next_try_at <= at)
        .order_by(OutgoingEmail.next_try_at, OutgoingEmail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if email is not None:
        email.attempts += 1
        email.next_try_at = at + LEASE
        session.flush()
    return email


def note_sent(session: Session, email_id: int, *, at: datetime) -> None:
    """What it said is forgotten: it may hold a link that works."""
    session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.id == email_id)
        .values(sent_at=at, next_try_at=None, body="", last_problem="")
    )


def note_failure(session: Session, email_id: int, problem: str, *, at: datetime) -> None:
    """It waits its time, unless it was given up while somebody tried to send it."""
    email = session.get_one(OutgoingEmail, email_id, with_for_update=True)
    email.last_problem = problem
    if email.next_try_at is not None:
        email.next_try_at = at + WAITS[min(email.attempts, len(WAITS)) - 1]
    session.flush()


def give_up_old(session: Session, *, at: datetime) -> None:
    """Those that nobody has any use for now are not tried again, and what they said is forgotten."""
    session.execute(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.sent_at.is_(None),
            OutgoingEmail.next_try_at.is_not(None),
            OutgoingEmail.give_up_at <= at,
        )
        .values(next_try_at=None, body="")
    )


def give_up_with_links(session: Session, person_id: int) -> None:
    """E-mails to this person, with links in them that work no more, are not sent."""
    ended = select(OneUseLink.id).where(OneUseLink.person_id == person_id, OneUseLink.used_at.is_not(None))
    session.execute(
        update(OutgoingEmail)
        .where(OutgoingEmail.link_id.in_(ended), OutgoingEmail.sent_at.is_(None))
        .values(next_try_at=None, body="")
    )


def forget_old_emails(session: Session, *, at: datetime) -> None:
    """After a month nobody asks whether an e-mail was sent."""
    session.execute(
        delete(OutgoingEmail).where(
            OutgoingEmail.next_try_at.is_(None), OutgoingEmail.made_at <= at - REMEMBERED
        )
    )
