"""Inviting somebody by e-mail to choose their first password."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.letters import Letterhead, invitation
from qa_app.models import LinkKind, Person
from qa_app.queries.invitations import has_open_invitation
from qa_app.services.mail import queue
from qa_app.services.one_use_links import end_links_of, make_link
from qa_app.services.trail import record


def invite(
    session: Session,
    person: Person,
    letterhead: Letterhead,
    *,
    lasts: timedelta,
    by: Person | None,
    at: datetime,
) -> None:
    """Lets somebody sign in who may not yet, or reminds who has not come: with a password they choose by a
    link. An earlier invitation is good no more, and neither is a password from before they were stopped.

    Raises TransitionNotAllowed for who signs in already, or has no e-mail address or role.
    """
    if person.may_sign_in and person.password_hash is not None:
        raise TransitionNotAllowed(f"{person.name} has a password already.")
    if person.email is None or not person.roles:
        raise TransitionNotAllowed(f"Give {person.name} an e-mail address and a role first.")
    person.may_sign_in, person.must_change_password, person.password_hash = True, False, None
    link, token = make_link(session, person, LinkKind.INVITATION, lasts=lasts, at=at)
    letter = invitation(letterhead, name=person.name, email=person.email, token=token, until=link.expires_at)
    queue(session, letter, to=person.email, link=link, at=at)
    record(session, "invited person", by=by, at=at, subject="person", subject_id=person.id)
    session.flush()


def withdraw_invitation(session: Session, person: Person, *, by: Person | None, at: datetime) -> None:
    """The link works no more, and is not sent where it has not been yet."""
    if not has_open_invitation(session, person, at=at):
        raise TransitionNotAllowed(f"{person.name} has no invitation that can be withdrawn.")
    end_links_of(session, person, at=at)
    record(session, "withdrew invitation", by=by, at=at, subject="person", subject_id=person.id)
    session.flush()
