"""Guesses at an account are counted before they are looked at, so that not one too many ever is."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotPermitted
from qa_app.domain.free_text import clean_text
from qa_app.domain.networks import network_of
from qa_app.models import Guessed, SignInAttempt
from qa_app.services.taking_turns import take_turns

WINDOW = timedelta(minutes=5)
MOST = 10
"""In five minutes, of each kind: at one account, from one address, and from one browser that is known."""


class TooManyGuesses(NotPermitted):
    """The same for accounts that there are and that there are not, so that it tells nothing of them."""

    def __init__(self) -> None:
        super().__init__("There were too many attempts. Wait five minutes, then try again.")


def claim_guess(
    session: Session,
    guessed: Guessed,
    email: str,
    *,
    address: str,
    device: str = "",
    from_address: int = MOST,
    at: datetime,
) -> int:
    """The number of a guess that may be looked at, once the caller has committed; for `take_back`.

    `device` names a browser at which this person has signed in before (see OWASP, device cookies). It has
    guesses of its own, so that strangers who use up theirs at an account, or from an address, lock nobody
    out who usually gets in. Raises TooManyGuesses; to be refused is no guess, and makes nobody wait longer.
    """
    account, network = account_of(email), network_of(address)
    here = SignInAttempt.device == device
    limits: dict[str, tuple[ColumnElement[bool], int]] = {
        f"{guessed} at {account} with {device}": (here & (SignInAttempt.email == account), MOST)
    }
    if not device:
        limits[f"{guessed} from {network}"] = (here & (SignInAttempt.address == network), from_address)
    for name in sorted(limits):  # always in one order, so that no two wait for each other
        take_turns(session, _lock_of(name))
    lately = (SignInAttempt.guessed == guessed, SignInAttempt.attempted_at > at - WINDOW)
    for which, most in limits.values():
        if (session.scalar(select(func.count(SignInAttempt.id)).where(which, *lately)) or 0) >= most:
            raise TooManyGuesses
    guess = SignInAttempt(guessed=guessed, email=account, address=network, device=device, attempted_at=at)
    session.add(guess)
    session.flush()
    return guess.id


def take_back(session: Session, guess: int) -> None:
    """It was right, so it was no guess."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.id == guess))


def forget_old_guesses(session: Session, *, at: datetime) -> int:
    """How many are counted no more and were removed."""
    found = session.execute(delete(SignInAttempt).where(SignInAttempt.attempted_at <= at - WINDOW))
    return int(found.rowcount)  # type: ignore[attr-defined]  # a DELETE has one


def account_of(email: str) -> str:
    """The address as people are kept under it, however it was typed: > mo@testshire.gov.uk"""
    return clean_text(email[:254]).strip().lower()


def _lock_of(name: str) -> int:
    """One of PostgreSQL's 2 to the 64 locks: until the commit nobody else counts what is counted under it."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
