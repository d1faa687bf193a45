"""Who gave the right password and has yet to give a code: known to this browser alone, and not for long."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import session

from qa_app.extensions import db
from qa_app.models import Person
from qa_app.web.clock import now

LASTS = timedelta(minutes=5)
_NAME = "half_way"


@dataclass(frozen=True)
class HalfWay:
    person: Person
    then: str | None
    """The page they wanted."""


def come_half_way(person: Person, *, then: str | None) -> None:
    """Written in the signed cookie of this browser, in the place of all that was there."""
    session.clear()
    session[_NAME] = {
        "person": person.id,
        "password": _mark(person),
        "at": int(now().timestamp()),
        "then": then,
    }


def half_way() -> HalfWay | None:
    """None where nobody is, time is up, or they may not sign in or have another password by now."""
    kept = session.get(_NAME)
    if not kept or not 0 <= now().timestamp() - kept["at"] < LASTS.total_seconds():
        return None
    person = db.session.get(Person, kept["person"])
    if person is None or not person.may_sign_in or not hmac.compare_digest(_mark(person), kept["password"]):
        return None
    return HalfWay(person, kept["then"])


def _mark(person: Person) -> str:
    """Of the password they gave; it tells nothing of it, being made from a salted hash that only we have."""
    return hashlib.sha256((person.password_hash or "").encode()).hexdigest()[:16]
