"""Choosing a password by a link that came by e-mail, for who forgot theirs and for who is invited."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.letters import Letterhead, password_link
from qa_app.domain.roles import Role
from qa_app.models import LinkKind, OneUseLink, Person, ResetRequest
from qa_app.services.guesses import account_of
from qa_app.services.mail import queue
from qa_app.services.one_use_links import claim_link, make_link
from qa_app.services.passwords import set_password
from qa_app.services.trail import record

LASTS = timedelta(hours=1)
MOST_IN_AN_HOUR = 5
"""Links to one person, so that nobody can fill another's inbox."""


def ask_for_link(session: Session, email: str, *, address: str, at: datetime) -> None:
    """The same work for an address that is somebody's and for one that is nobody's."""
    session.add(ResetRequest(email=account_of(email), address=address, asked_at=at))
    session.flush()


def answer_requests(
    session: Session, letterhead: Letterhead, *, roles: frozenset[Role], at: datetime
) -> None:
    """Each of whom a link was asked for is written to, where they sign in here with a password, as people
    with these roles may."""
    waiting = select(ResetRequest).order_by(ResetRequest.id).with_for_update(skip_locked=True)
    for request in session.scalars(waiting).all():
        session.delete(request)
        person = _who_has_forgotten(session, request, at=at)
        if person is None or not person.roles & roles or _has_had_many(session, person, at=at):
            continue
        link, token = make_link(session, person, LinkKind.PASSWORD_RESET, lasts=LASTS, at=at)
        letter = password_link(letterhead, name=person.name, token=token, until=link.expires_at)
        queue(session, letter, to=request.email, link=link, at=at)
        session.info["address"] = request.address
        record(session, "was sent password link", by=person, at=at, subject="person", subject_id=person.id)
    session.info.pop("address", None)
    session.flush()


def choose_password(session: Session, token: str, password: str, *, at: datetime) -> Person | None:
    """Uses the link up; None where it works no more. All sessions of the person end, and none begins.

    Raises InvalidInput for a password too short or too common, and then the link works still.
    """
    link = claim_link(session, token, at=at)
    if link is None:
        return None
    person, by_invitation = link.person, link.kind is LinkKind.INVITATION
    set_password(session, person, password, at=at)
    action = "accepted invitation" if by_invitation else "chose new password by link"
    record(session, action, by=person, at=at, subject="person", subject_id=person.id)
    session.flush()
    return person


def _who_has_forgotten(session: Session, request: ResetRequest, *, at: datetime) -> Person | None:
    """Nobody who has no password to forget: they were invited, or come by single sign-on."""
    if request.asked_at <= at - LASTS:
        return None
    return session.scalars(
        select(Person).where(
            Person.email == request.email, Person.may_sign_in, Person.password_hash.is_not(None)
        )
    ).one_or_none()


def _has_had_many(session: Session, person: Person, *, at: datetime) -> bool:
    lately = (OneUseLink.person_id == person.id, OneUseLink.made_at > at - timedelta(hours=1))
    return (session.scalar(select(func.count(OneUseLink.id)).where(*lately)) or 0) >= MOST_IN_AN_HOUR
