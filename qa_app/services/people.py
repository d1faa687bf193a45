"""People: who works with audits, what they may do and see, and whether they may sign in."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, NotPermitted, Problem, TransitionNotAllowed
from qa_app.domain.letters import Letterhead
from qa_app.domain.roles import Role
from qa_app.models import FeedToken, Person
from qa_app.services.administrators import why_administrator_must_stay
from qa_app.services.invitations import invite
from qa_app.services.one_use_links import end_links_of
from qa_app.services.passwords import give_pass_phrase, give_password
from qa_app.services.person_details import Details, set_details
from qa_app.services.sessions import end_sessions_of
from qa_app.services.trail import record


def add_person(
    session: Session, details: Details, *, password: str = "", by: Person | None, at: datetime
) -> tuple[Person, str]:
    """A person who may sign in, and the first password they are told, which they must change.

    Without a password given, it is a random pass phrase. Raises InvalidInput.
    """
    person = _new_person(session, details, at=at)
    phrase = _first_password(session, person, password, at=at)
    _add(session, person, by=by, at=at)
    return person, phrase


def add_and_invite(
    session: Session,
    details: Details,
    letterhead: Letterhead,
    *,
    lasts: timedelta,
    by: Person | None,
    at: datetime,
) -> Person:
    """A person who may sign in once they have followed the link that is sent to them. Raises InvalidInput."""
    person = _new_person(session, details, at=at)
    _add(session, person, by=by, at=at)
    invite(session, person, letterhead, lasts=lasts, by=by, at=at)
    return person


def change_person(
    session: Session, person: Person, details: Details, *, by: Person | None, at: datetime
) -> None:
    """With another e-mail address, links that were sent to the old one work no more.

    Raises InvalidInput, also for an administrator who must stay one.
    """
    before = _shown(person)
    if Role.ADMINISTRATOR not in details.roles and (
        reason := why_administrator_must_stay(session, person, by=by)
    ):
        raise InvalidInput([Problem("roles", reason)])
    set_details(session, person, details)
    session.flush()
    after = _shown(person)
    if before["e-mail address"] != after["e-mail address"]:
        end_links_of(session, person, at=at)
    if changed := [key for key in after if before[key] != after[key]]:
        _record(
            session,
            "changed person",
            person,
            by=by,
            at=at,
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )


def stop_person(session: Session, person: Person, *, by: Person | None, at: datetime) -> None:
    """The person cannot sign in, and is signed out wherever they are, as are their programs; no link they
    were sent works. All they did stays.

    Raises NotPermitted for oneself and for the last administrator.
    """
    if not person.may_sign_in:
        raise TransitionNotAllowed(f"{person.name} is stopped already.")
    if by is not None and by.id == person.id:
        raise NotPermitted("You cannot stop yourself. Ask another administrator.")
    if reason := why_administrator_must_stay(session, person, by=by):
        raise NotPermitted(f"{reason}.")
    person.may_sign_in = False
    end_sessions_of(session, person, at=at)
    end_links_of(session, person, at=at)
    _revoke_feed_tokens(session, person, at=at)
    session.flush()
    _record(session, "stopped person", person, by=by, at=at)


def let_in(session: Session, person: Person, *, by: Person | None, at: datetime) -> str:
    """Lets somebody sign in who was stopped, or known from a file only; gives their new pass phrase.

    A password from before is good no more: nobody knows who has learnt it since.
    """
    if person.may_sign_in:
        raise TransitionNotAllowed(f"{person.name} may sign in already.")
    if person.email is None or not person.roles:
        raise TransitionNotAllowed(f"Give {person.name} an e-mail address and a role first.")
    person.may_sign_in = True
    phrase = give_pass_phrase(session, person, at=at)
    session.flush()
    _record(session, "let person sign in", person, by=by, at=at)
    return phrase


def reset_password(session: Session, person: Person, *, by: Person | None, at: datetime) -> str:
    """A new pass phrase for somebody else who forgot their password; their open sessions end."""
    if by is not None and by.id == person.id:
        raise NotPermitted("Change your own password on the page “Your account”.")
    if not person.may_sign_in:
        raise TransitionNotAllowed(f"{person.name} may not sign in. Let them sign in first.")
    phrase = give_pass_phrase(session, person, at=at)
    session.flush()
    _record(session, "reset password", person, by=by, at=at)
    return phrase


def sign_person_out(session: Session, person: Person, *, by: Person, at: datetime) -> None:
    """Ends every session of somebody who left a browser open, or may have lost it; they may sign in again.

    Raises NotPermitted for oneself, whose own page has each of them.
    """
    if by.id == person.id:
        raise NotPermitted("Sign yourself out on the page “Your account”.")
    end_sessions_of(session, person, at=at)
    session.flush()
    _record(session, "signed person out", person, by=by, at=at)


def _new_person(session: Session, details: Details, *, at: datetime) -> Person:
    person = Person(may_sign_in=True, created_at=at)
    set_details(session, person, details)
    return person


def _add(session: Session, person: Person, *, by: Person | None, at: datetime) -> None:
    session.add(person)
    session.flush()
    _record(session, "added person", person, by=by, at=at, after=_shown(person))


def _revoke_feed_tokens(session: Session, person: Person, *, at: datetime) -> None:
    session.execute(
        update(FeedToken)
        .where(FeedToken.person_id == person.id, FeedToken.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def _first_password(session: Session, person: Person, password: str, *, at: datetime) -> str:
    if not password:
        return give_pass_phrase(session, person, at=at)
    try:
        give_password(session, person, password, at=at)
    except InvalidInput as error:
        raise InvalidInput([Problem("password", problem.message) for problem in error.problems]) from error
    return password


def _record(
    session: Session,
    action: str,
    person: Person,
    *,
    by: Person | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        session,
        action,
        by=by,
        at=at,
        subject="person",
        subject_id=person.id,
        before=before,
        after=after,
    )


def _shown(person: Person) -> dict[str, Any]:
    """What the trail keeps of a person."""
    return {
        "name": person.name,
        "e-mail address": person.email,
        "roles": sorted(role.label for role in person.roles),
        "service areas": "all" if person.sees_all_areas else [area.name for area in person.service_areas],
    }
