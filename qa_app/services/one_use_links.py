"""Links sent by e-mail, with which their receivers choose a password."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from qa_app.domain.keys import hash_of_random
from qa_app.models import LinkKind, OneUseLink, Person
from qa_app.services.mail import give_up_with_links

TOKEN_LENGTH = 43
"""Characters, for 256 random bits."""
REMEMBERED = timedelta(days=90)
"""How long it can be seen what became of a link once its time was up."""


def make_link(
    session: Session, person: Person, kind: LinkKind, *, lasts: timedelta, at: datetime
) -> tuple[OneUseLink, str]:
    """The link and its token, which goes into the e-mail and is kept nowhere. Earlier links work no more."""
    _take_turns(session, person.id)
    end_links_of(session, person, at=at)
    token = secrets.token_urlsafe(32)
    link = OneUseLink(
        kind=kind, person_id=person.id, token_hash=hash_of_random(token), made_at=at, expires_at=at + lasts
    )
    session.add(link)
    session.flush()
    return link, token


def find_link(session: Session, token: str, *, at: datetime) -> OneUseLink | None:
    """The link that this opens, as long as it works."""
    return session.scalars(
        select(OneUseLink)
        .join(OneUseLink.person)
        .where(
            OneUseLink.token_hash == hash_of_random(token),
            OneUseLink.used_at.is_(None),
            OneUseLink.expires_at > at,
            Person.may_sign_in,
        )
    ).one_or_none()


def claim_link(session: Session, token: str, *, at: datetime) -> OneUseLink | None:
    """The same, for whoever uses it now: of two at the same time one comes second, and finds it used."""
    link = find_link(session, token, at=at)
    if link is None:
        return None
    _take_turns(session, link.person_id)
    return find_link(session, token, at=at)


def end_links_of(session: Session, person: Person, *, at: datetime) -> None:
    """No link of theirs works from now on, and those that wait to be sent are not sent."""
    if person.id is not None:
        session.execute(
            update(OneUseLink)
            .where(OneUseLink.person_id == person.id, OneUseLink.used_at.is_(None))
            .values(used_at=at)
        )
        give_up_with_links(session, person.id)


def forget_old_links(session: Session, *, at: datetime) -> None:
    session.execute(delete(OneUseLink).where(OneUseLink.expires_at <= at - REMEMBERED))


def _take_turns(session: Session, person_id: int) -> None:
    """Until the commit nobody else changes this person. SQLite has one writer at a time anyway."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
