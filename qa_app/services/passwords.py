"""Keeping and checking passwords."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.pass_phrases import pass_phrase
from qa_app.domain.passwords import check_length, normalised
from qa_app.models import Person
from qa_app.services.one_use_links import end_links_of
from qa_app.services.sessions import end_sessions_of
from qa_app.services.trail import record

GUESSES_TOO_FEW = 10**8
"""A password that an attacker's word lists reach within so many guesses is refused."""

hasher = PasswordHasher()


def change_password(session: Session, person: Person, *, current: str, new: str, at: datetime) -> None:
    """The person chooses a password of their own; their sessions elsewhere end.

    Raises InvalidInput, about `current` or `new`.
    """
    if not is_password_of(person, current):
        raise InvalidInput([Problem("current", "This is not your current password")])
    if new == current:
        raise InvalidInput([Problem("new", "This is the password you have now. Choose another")])
    set_password(session, person, new, at=at)
    record(session, "changed password", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()


def set_password(session: Session, person: Person, password: str, *, at: datetime) -> None:
    """The person's own choice. Every open session of theirs ends.

    Raises InvalidInput for one too short or too common.
    """
    check_password(password, about=[person.name, person.email or ""])
    _keep(session, person, password, at=at)
    person.must_change_password = False


def give_password(session: Session, person: Person, password: str, *, at: datetime) -> None:
    """Somebody else's choice, so it opens one page only: that for choosing another."""
    check_password(password, about=[person.name, person.email or ""])
    _keep(session, person, password, at=at)
    person.must_change_password = True


def give_pass_phrase(session: Session, person: Person, *, at: datetime) -> str:
    """A random pass phrase, which is told once and kept nowhere; good for choosing a password."""
    phrase = pass_phrase(secrets.choice)
    give_password(session, person, phrase, at=at)
    return phrase


def check_password(password: str, *, about: Sequence[str]) -> None:
    """Raises InvalidInput for one too short, from the usual lists, or made of words about the person."""
    check_length(password)
    from zxcvbn import zxcvbn  # reads word lists of some megabytes

    words = [word for text in about for word in text.replace("@", " ").replace(".", " ").split()]
    found = zxcvbn(password[:72], user_inputs=[*about, *words, "audit", "quality", "council"])
    if found["guesses"] < GUESSES_TOO_FEW:
        sentence = "This password is one of those tried first by attackers. Choose a less common one"
        raise InvalidInput([Problem("new", sentence)])


def is_password_of(person: Person | None, password: str) -> bool:
    """Takes as long for an unknown person as for a known one, so that time tells nothing."""
    known = person is not None and person.password_hash is not None and person.may_sign_in
    stored = person.password_hash if person is not None and known else _nobodys_hash()
    try:
        return hasher.verify(stored or "", normalised(password)) and known
    except (VerificationError, InvalidHashError):
        return False


def _keep(session: Session, person: Person, password: str, *, at: datetime) -> None:
    person.password_hash = hasher.hash(normalised(password))
    end_sessions_of(session, person, at=at)
    end_links_of(session, person, at=at)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hasher.hash(secrets.token_hex(16))
