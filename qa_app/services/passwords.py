"""Keeping and checking passwords."""

import secrets
from collections.abc import Sequence
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.passwords import check_length
from qa_app.models import Person

GUESSES_TOO_FEW = 10**8
"""A password that an attacker's word lists reach within so many guesses is refused."""

hasher = PasswordHasher()


def set_password(person: Person, password: str) -> None:
    """Every open session of the person ends. Raises InvalidInput for one too short or too common."""
    check_length(password)
    check_not_common(password, about=[person.name, person.email or ""])
    person.password_hash = hasher.hash(password)
    person.session_stamp = secrets.token_hex(16)


def check_not_common(password: str, *, about: Sequence[str]) -> None:
    """Raises InvalidInput for a password from the usual lists, or made of words about the person."""
    from zxcvbn import zxcvbn  # reads word lists of some megabytes

    words = [word for text in about for word in text.replace("@", " ").replace(".", " ").split()]
    if (
        zxcvbn(password[:72], user_inputs=[*words, "audit", "quality", "council"])["guesses"]
        < GUESSES_TOO_FEW
    ):
        raise InvalidInput(
            [
                Problem(
                    "new", "This password is one of those tried first by attackers. Choose a less common one"
                )
            ]
        )


def is_password_of(person: Person | None, password: str) -> bool:
    """Takes as long for an unknown person as for a known one, so that time tells nothing."""
    known = person is not None and person.password_hash is not None and person.may_sign_in
    stored = person.password_hash if person is not None and known else _nobodys_hash()
    try:
        return hasher.verify(stored or "", password) and known
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hasher.hash(secrets.token_hex(16))
