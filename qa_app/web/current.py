"""Who is signed in, and in which session."""

from datetime import timedelta
from typing import Any

from flask import current_app, g, request, session
from flask_login import AnonymousUserMixin, UserMixin, current_user, login_user, logout_user

from qa_app.config import Settings
from qa_app.domain.scope import Scope
from qa_app.extensions import db, login_manager
from qa_app.models import Person, SignedInBy, WebSession
from qa_app.services import sessions
from qa_app.web.clock import now
from qa_app.web.devices import remember_device


class SignedIn(UserMixin):
    """A person with a session. Its id is the session's reference, which the cookie holds."""

    def __init__(self, web_session: WebSession, reference: str) -> None:
        self.web_session = web_session
        self.reference = reference

    def get_id(self) -> str:
        return self.reference


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(reference: str) -> SignedIn | None:
    found = sessions.find_session(db.session, reference, limits=session_limits(), at=now())
    return SignedIn(found, reference) if found is not None else None


def session_limits() -> sessions.SessionLimits:
    settings: Settings = current_app.extensions["settings"]
    return sessions.SessionLimits(
        idle=timedelta(minutes=settings.session_minutes), absolute=timedelta(hours=settings.session_hours)
    )


def visit() -> sessions.Visit:
    """From where and with what this request came."""
    return sessions.Visit(address=request.remote_addr or "", browser=request.user_agent.string)


def start_session(person: Person, *, by: SignedInBy, second_factor: bool = False) -> None:
    """Signs the person in with a new session and nothing of the one before; the caller commits."""
    session.clear()
    session.permanent = True
    reference = sessions.start_session(
        db.session, person, visit(), by=by, second_factor=second_factor, at=now()
    )
    found = sessions.find_session(db.session, reference, limits=session_limits(), at=now())
    if found is None:
        raise RuntimeError("A session ended before it began: check the session limits")
    login_user(SignedIn(found, reference))
    remember_device(person)


def end_session() -> None:
    """The caller commits."""
    sessions.end_session(db.session, web_session(), at=now())
    logout_user()
    session.clear()


def is_signed_in() -> bool:
    user: Any = current_user
    return bool(user and user.is_authenticated)


def show_as_stranger() -> None:
    """For a page that must be drawn when the database cannot say who is signed in."""
    g._login_user = AnonymousUserMixin()  # where Flask-Login keeps the person during a request


def web_session() -> WebSession:
    """The session of the person signed in; only where somebody is."""
    user: Any = current_user
    found: WebSession = user.web_session
    return found


def signed_in() -> Person:
    """The person signed in; only for views that ask for more than Permission.PUBLIC."""
    return web_session().person


def current_scope() -> Scope:
    """What the person signed in can find."""
    return signed_in().scope
