"""Who is signed in."""

import secrets
from typing import Any

from flask import g
from flask_login import AnonymousUserMixin, UserMixin, current_user, login_user, logout_user

from qa_app.domain.scope import Scope
from qa_app.extensions import db, login_manager
from qa_app.models import Person
from qa_app.models.person import IN_ONE_QUERY


class SignedIn(UserMixin):
    """A person with a session. Its id carries the session stamp, so a new stamp ends the session."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return f"{self.person.id}.{self.person.session_stamp}"


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(session_id: str) -> SignedIn | None:
    number, _, stamp = session_id.partition(".")
    person = db.session.get(Person, int(number), options=IN_ONE_QUERY) if number.isdecimal() else None
    if person is None or not person.may_sign_in:
        return None
    return SignedIn(person) if secrets.compare_digest(person.session_stamp, stamp) else None


def start_session(person: Person) -> None:
    login_user(SignedIn(person))


def end_session() -> None:
    logout_user()


def is_signed_in() -> bool:
    user: Any = current_user
    return bool(user and user.is_authenticated)


def show_as_stranger() -> None:
    """For a page that must be drawn when the database cannot say who is signed in."""
    g._login_user = AnonymousUserMixin()  # where Flask-Login keeps the person during a request


def signed_in() -> Person:
    """The person signed in; only for views that ask for more than Permission.PUBLIC."""
    user: Any = current_user
    person: Person = user.person
    return person


def current_scope() -> Scope:
    """What the person signed in can find."""
    return signed_in().scope
