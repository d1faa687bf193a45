"""Who is signed in, and in which session."""

from datetime import timedelta
from typing import Any

from flask import g, request, session
from flask_login import AnonymousUserMixin, UserMixin, current_user, login_user, logout_user

from qa_app.domain.scope import Scope
from qa_app.domain.session_times import SessionLimits, SessionTimes
from qa_app.extensions import db, login_manager
from qa_app.models import Person, SignedInBy, WebSession
from qa_app.services import sessions
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.devices import remember_device


class SignedIn(UserMixin):
    """A person with a session. Its id is the session's reference, which the cookie holds."""

    def __init__(self, web_session: WebSession, reference: str) -> None:
        self.web_session = web_session
        # Known also when the database has taken the rest back, as for the log of what was refused.
        self.person_id = web_session.person_id
        self.reference = reference
        # Known after the request's transaction too, without asking again.
        self.session_id = web_session.id
        self.last_active_at = web_session.last_active_at

    def get_id(self) -> str:
        return self.reference


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(reference: str) -> SignedIn | None:
    found = sessions.find_session(db.session, reference, limits=session_limits(), at=now())
    return SignedIn(found, reference) if found is not None else None


def session_limits() -> SessionLimits:
    return SessionLimits(
        idle=timedelta(minutes=settings().session_minutes),
        absolute=timedelta(hours=settings().session_hours),
    )


def visit() -> sessions.Visit:
    """From where and with what this request came."""
    return sessions.Visit(address=request.remote_addr or "", browser=request.user_agent.string)


def start_session(person: Person, *, by: SignedInBy, second_factor: bool = False) -> None:
    """Signs the person in with a new session and nothing of the one before, which ends.

    The caller commits.
    """
    if is_signed_in():
        sessions.end_session(db.session, web_session(), at=now())
    _enter(sessions.start_session(db.session, person, visit(), by=by, second_factor=second_factor, at=now()))


def begin_session_anew() -> None:
    """Another session in the place of this one, so that who copied its cookie is out; the caller commits."""
    _enter(sessions.begin_anew(db.session, web_session(), visit(), at=now()))


def _enter(reference: str) -> None:
    found = sessions.find_session(db.session, reference, limits=session_limits(), at=now())
    if found is None:
        raise RuntimeError("A session ended before it began: check the session limits")
    session.clear()
    g.pop("csrf_token", None)  # a page drawn by this same request carries a token of the new session
    login_user(SignedIn(found, reference))
    remember_device(found.person)


def sign_out() -> None:
    """The caller commits."""
    sessions.sign_out(db.session, web_session(), at=now())
    logout_user()
    session.clear()


def is_signed_in() -> bool:
    user: Any = current_user
    return bool(user and user.is_authenticated)


def loaded() -> SignedIn | None:
    """Who is signed in, where this request asked; it is not asked for their sake."""
    user = g.get("_login_user")  # where Flask-Login keeps the person during a request
    return user if isinstance(user, SignedIn) else None


def show_as_stranger() -> None:
    """For a page that must be drawn when the database cannot say who is signed in."""
    g._login_user = AnonymousUserMixin()  # see `loaded`


def web_session() -> WebSession:
    """The session of the person signed in; only where somebody is."""
    user: Any = current_user
    found: WebSession = user.web_session
    return found


def session_times() -> SessionTimes:
    """When the session of the person signed in ends."""
    mine = web_session()
    return session_limits().times_of(started_at=mine.started_at, last_active_at=mine.last_active_at)


def signed_in() -> Person:
    """The person signed in; only for views that ask for more than Permission.PUBLIC."""
    return web_session().person


def current_scope() -> Scope:
    """What the person signed in can find."""
    return signed_in().scope
