"""What became of the invitations that were sent by e-mail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import LinkKind, OneUseLink, OutgoingEmail, Person
from qa_app.queries.mail import Fate, fate_of


class InvitationState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Invitation:
    """The latest invitation of somebody who has not come yet.

    `email` is None where it was long ago; `problem` is why it has not been sent so far.
    """

    made_at: datetime
    expires_at: datetime
    state: InvitationState
    email: Fate | None = None
    sent_at: datetime | None = None
    problem: str = ""


def invitation_of(session: Session, person: Person, *, at: datetime) -> Invitation | None:
    """None for who was never invited, or has a password by now."""
    if person.password_hash is not None or not person.may_sign_in:
        return None
    row = session.execute(
        select(OneUseLink, OutgoingEmail)
        .outerjoin(OutgoingEmail, OutgoingEmail.link_id == OneUseLink.id)
        .where(OneUseLink.person_id == person.id, OneUseLink.kind == LinkKind.INVITATION)
        .order_by(OneUseLink.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    link, email = row
    return Invitation(
        made_at=link.made_at,
        expires_at=link.expires_at,
        state=_state(link, at=at),
        email=fate_of(email) if email else None,
        sent_at=email.sent_at if email else None,
        problem=email.last_problem if email else "",
    )


def has_open_invitation(session: Session, person: Person, *, at: datetime) -> bool:
    found = invitation_of(session, person, at=at)
    return found is not None and found.state is InvitationState.OPEN


def _state(link: OneUseLink, *, at: datetime) -> InvitationState:
    if link.used_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if link.expires_at > at else InvitationState.EXPIRED
