"""Tokens with which programs read feeds: made by who reads the same on pages, and never more than that."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, NotPermitted, Problem
from qa_app.domain.feeds import (
    BEGINS,
    LASTING,
    MOST_TOKENS,
    USES_A_MINUTE,
    Feed,
    TokenUnknown,
    TooManyUses,
)
from qa_app.domain.free_text import clean_text
from qa_app.domain.keys import hash_of_random
from qa_app.models import FeedToken, Person
from qa_app.services.trail import record

LONGEST_NAME = 100


def make_token(
    session: Session, *, name: str, feeds: Collection[Feed], days: int, by: Person, at: datetime
) -> str:
    """The token, which is told once and kept nowhere. Raises InvalidInput with all that is wrong."""
    problems: list[Problem] = []
    try:
        name = clean_text(name, limit=LONGEST_NAME, field="name").strip()
    except InvalidInput as error:
        problems += error.problems
    if not name:
        problems.append(Problem("name", "Enter what the token is for, such as “Power BI, quarterly report”"))
    if not feeds:
        problems.append(Problem("feeds", "Choose at least one feed"))
    if any(feed.permission not in by.permissions for feed in feeds):
        problems.append(Problem("feeds", "Choose only what you may read yourself"))
    if days not in LASTING:
        problems.append(Problem("days", "Choose how long it lasts"))
    if not problems and _in_use(session, by, at=at) >= MOST_TOKENS:
        problems.append(Problem("name", f"You have {MOST_TOKENS} tokens. Revoke one that is not used first"))
    if problems:
        raise InvalidInput(problems)
    token = BEGINS + secrets.token_urlsafe(32)
    row = FeedToken(
        person_id=by.id,
        name=name,
        token_hash=hash_of_random(token),
        feeds=sorted(feeds),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    record(
        session,
        "made feed token",
        by=by,
        at=at,
        subject="feed token",
        subject_id=row.id,
        after={"name": name, "feeds": sorted(feeds), "days": days},
    )
    return token


def revoke_token(session: Session, token: FeedToken, *, by: Person, at: datetime) -> None:
    """Twice is once."""
    if token.revoked_at is None:
        token.revoked_at = at
        record(session, "revoked feed token", by=by, at=at, subject="feed token", subject_id=token.id)
        session.flush()


def use_token(session: Session, token: str, feed: Feed, *, at: datetime) -> Person:
    """Whose token it is, after this use was counted; the caller commits, also when it is refused.

    Raises TokenUnknown, TooManyUses, and NotPermitted where the token or its owner may not read this feed.
    """
    row = session.scalars(
        select(FeedToken)
        .join(FeedToken.person)
        .where(
            FeedToken.token_hash == hash_of_random(token),
            FeedToken.revoked_at.is_(None),
            FeedToken.expires_at > at,
            Person.may_sign_in,
        )
    ).one_or_none()
    if row is None:
        raise TokenUnknown("This token is not known, has expired or was revoked.")
    if _uses(session, row, at=at) > USES_A_MINUTE:
        raise TooManyUses(timedelta(seconds=60 - at.timestamp() % 60))
    if feed not in row.feeds or feed.permission not in row.person.permissions:
        raise NotPermitted(f"This token does not open the feed “{feed.label}”.")
    return row.person


def _uses(session: Session, token: FeedToken, *, at: datetime) -> int:
    """How often it was used in this minute, this time included: counted in one statement."""
    minute = int(at.timestamp()) // 60
    statement = (
        update(FeedToken)
        .where(FeedToken.id == token.id)
        .values(
            minute=minute,
            uses=case((FeedToken.minute == minute, FeedToken.uses + 1), else_=1),
            last_used_at=at,
        )
        .returning(FeedToken.uses)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(statement).one()


def _in_use(session: Session, person: Person, *, at: datetime) -> int:
    statement = select(func.count(FeedToken.id)).where(
        FeedToken.person_id == person.id, FeedToken.revoked_at.is_(None), FeedToken.expires_at > at
    )
    return session.scalar(statement) or 0
