"""Which requests tell that somebody is there, and so renew their session.

What the browser asks for by itself does not: a page that waits for an import must not keep open what its
person walked away from.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from qa_app.database import briefly
from qa_app.extensions import db
from qa_app.services.sessions import TO_THE_MINUTE, note_activity
from qa_app.web.clock import now
from qa_app.web.current import loaded

View = Callable[..., Any]

TYPED = "X-Typed"
"""The header in which our scripts say whether keys were pressed since they last asked: yes or no."""


class Renews(Enum):
    ALWAYS = "always"
    """What somebody opens or sends; a script that fetches the same says that nobody typed."""
    WHEN_TYPED = "when typed"
    """What a script sends, for somebody who types or for one who left."""
    NEVER = "never"
    """What a script asks for again and again."""


def renews(when: Renews) -> Callable[[View], View]:
    """Declares whether a view's requests tell that somebody is there; without a declaration they do."""

    def declare(view: View) -> View:
        view.renews = when  # type: ignore[attr-defined]  # an attribute can be read by tests
        return view

    return declare


def declared_renewal(app: Flask, endpoint: str | None) -> Renews:
    found: Renews = getattr(app.view_functions.get(endpoint or ""), "renews", Renews.ALWAYS)
    return found


def set_up_activity(app: Flask) -> None:
    """To be called before the database is set up, so that the request's own transaction has ended when
    activity is noted: teardown runs backwards."""
    app.teardown_appcontext(_note)
    app.after_request(_decide)


def _decide(response: Response) -> Response:
    user = loaded()
    if user is not None and now() - user.last_active_at >= TO_THE_MINUTE and _somebody_is_there():
        g.active_session = user.session_id
    return response


def _somebody_is_there() -> bool:
    when = declared_renewal(current_app, request.endpoint)
    typed = request.headers.get(TYPED, "no" if when is Renews.WHEN_TYPED else "yes")
    return when is not Renews.NEVER and typed == "yes"


def _note(_error: BaseException | None) -> None:
    web_session_id = g.pop("active_session", None)
    if web_session_id is None:
        return
    try:
        with briefly(db.engine) as connection, Session(connection) as session:
            note_activity(session, web_session_id, at=now())
            session.commit()
    except OperationalError:
        # Somebody writes for long, or the disk is full: the next request notes it.
        return
