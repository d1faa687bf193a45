"""Keeping and checking passwords."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.pass_phrases import pass_phrase
from qa_app.domain.passwords import (
    LONGEST,
    OF_THE_SERVICE,
    check_length,
    is_made_of,
    normalised,
    words_in,
)
from qa_app.models import Person
from qa_app.services.one_use_links import end_links_of
from qa_app.services.sessions import end_sessions_of
from qa_app.services.trail import record

GUESSES_TOO_FEW = 10**9
"""A password that an attacker's word lists reach within so many guesses is refused."""
LOOKED_AT = 24
"""Characters at a time: of random ones, all that zxcvbn could read would take it half a minute. A password
is as good as the best part of it."""

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
    check_password(password, about=_about(session, person))
    _keep(session, person, password, at=at)
    person.must_change_password = False


def give_password(session: Session, person: Person, password: str, *, at: datetime) -> None:
    """Somebody else's choice, so it opens one page only: that for choosing another."""
    check_password(password, about=_about(session, person))
    _keep(session, person, password, at=at)
    person.must_change_password = True


def give_pass_phrase(session: Session, person: Person, *, at: datetime) -> str:
    """A random pass phrase, which is told once and kept nowhere; good for choosing a password."""
    phrase = pass_phrase(secrets.choice)
    give_password(session, person, phrase, at=at)
    return phrase


def check_password(password: str, *, about: Sequence[str]) -> None:
    """Raises InvalidInput for one too short or long, from the usual lists, or made of words that whoever
    knows the person, the council or the service tries first."""
    check_length(password)
    words = {*words_in(about), *OF_THE_SERVICE}
    if is_made_of(password, words) or not any(
        _withstands(password[begin : begin + LOOKED_AT], words)
        for begin in range(0, len(password), LOOKED_AT)
    ):
        sentence = "This password is one of those tried first by attackers. Choose a less common one"
        raise InvalidInput([Problem("new", sentence)])


def _withstands(password: str, words: Collection[str]) -> bool:
    from zxcvbn import zxcvbn  # reads word lists of some megabytes

    return zxcvbn(password, user_inputs=sorted(words))["guesses"] >= GUESSES_TOO_FEW


def is_password_of(person: Person | None, password: str) -> bool:
    """Takes as long for an unknown person as for a known one, so that time tells nothing."""
    known = person is not None and person.password_hash is not None and person.may_sign_in
    stored = person.password_hash if person is not None and known else _nobodys_hash()
    try:
        # Nobody has a longer one, and to read megabytes that somebody sent takes time.
        return hasher.verify(stored or "", _bytes(password[: LONGEST + 1])) and known
    except (VerificationError, InvalidHashError):
        return False


def _about(session: Session, person: Person) -> list[str]:
    """Whose council it is, whoever opened the session says."""
    return [person.name, person.email or "", session.info.get("council_name", "")]


def _keep(session: Session, person: Person, password: str, *, at: datetime) -> None:
    person.password_hash = hasher.hash(_bytes(password))
    end_sessions_of(session, person, at=at)
    end_links_of(session, person, at=at)


def _bytes(password: str) -> bytes:
    """Of half a character too, which some programs send."""
    return normalised(password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hasher.hash(secrets.token_hex(16))
