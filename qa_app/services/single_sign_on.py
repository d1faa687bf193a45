"""Who came by single sign-on: somebody known, somebody new whose roles let them in, or nobody yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, NotPermitted
from qa_app.domain.roles import Role
from qa_app.domain.sign_on import SignedOn, roles_claimed
from qa_app.models import Identity, Person
from qa_app.services.administrators import why_administrator_must_stay
from qa_app.services.person_details import clean_email, clean_name
from qa_app.services.trail import record


class NotLetIn(NotPermitted):
    """They are who they say, and may not use this service; the caller commits what was noted of it."""


def let_in_signed_on(
    session: Session, who: SignedOn, *, roles: Sequence[tuple[str, Role]], at: datetime
) -> Person:
    """The person who came. With `roles`, what the claim means, theirs are set by it; without, by hand.

    Nobody is known by their e-mail address: it may have been somebody else's. Raises NotLetIn.
    """
    identity = _noted(session, who, at=at)
    claimed = roles_claimed(who.roles_claim, roles)
    if identity.person is None and claimed:
        identity.person = _new_person(session, who, claimed, at=at)
    person = identity.person
    session.flush()
    if person is None:
        raise NotLetIn(
            "You are not known here yet. Your administrator can see that you came, and let you in."
        )
    if person.may_sign_in and roles:
        _set_roles(session, person, claimed, at=at)
    if not person.may_sign_in or not person.roles:
        record(session, "was not let in", by=person, at=at, subject="person", subject_id=person.id)
        session.flush()
        raise NotLetIn(
            "You may not use this service any more. Ask your administrator if you think you should."
        )
    return person


def _noted(session: Session, who: SignedOn, *, at: datetime) -> Identity:
    """The row of who came, with what the sign-on says of them now."""
    same = select(Identity).where(Identity.issuer == who.issuer, Identity.subject == who.subject)
    identity = session.scalars(same).one_or_none()
    if identity is None:
        identity = Identity(issuer=who.issuer, subject=who.subject, added_at=at)
        try:
            with session.begin_nested():
                session.add(identity)
        except IntegrityError:  # they came twice at once
            identity = session.scalars(same).one()
    identity.name, identity.email, identity.came_at = who.name, who.email, at
    return identity


def _new_person(session: Session, who: SignedOn, roles: frozenset[Role], *, at: datetime) -> Person | None:
    """Without a password, and seeing no service area until somebody says which.

    None where they have no e-mail address of their own: then an administrator says who they are.
    """
    try:
        email = clean_email(who.email)
        name = clean_name(who.name or email)
    except InvalidInput:
        return None
    person = Person(name=name, email=email, may_sign_in=True, sees_all_areas=False, created_at=at)
    person.roles = roles
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:  # somebody else has this address
        return None
    after = {"name": name, "e-mail address": email, "roles": _labels(roles), "with": "single sign-on"}
    record(session, "added person", by=person, at=at, subject="person", subject_id=person.id, after=after)
    return person


def _set_roles(session: Session, person: Person, claimed: frozenset[Role], *, at: datetime) -> None:
    """The last administrator stays one, whatever the claim says: somebody must be able to put it right."""
    before = person.roles
    if Role.ADMINISTRATOR not in claimed and why_administrator_must_stay(session, person, by=None):
        claimed |= {Role.ADMINISTRATOR}
    if claimed == before:
        return
    person.roles = claimed
    record(
        session,
        "roles were set by single sign-on",
        by=person,
        at=at,
        subject="person",
        subject_id=person.id,
        before={"roles": _labels(before)},
        after={"roles": _labels(claimed)},
    )
    session.flush()


def _labels(roles: frozenset[Role]) -> list[str]:
    return sorted(role.label for role in roles)
