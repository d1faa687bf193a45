"""Letting somebody in who has shown who they are: the one way to a session, whatever they showed."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from qa_app.extensions import db
from qa_app.features.account.leading_back import inside
from qa_app.models import Person, SignedInBy
from qa_app.web.current import start_session


def admit(person: Person, *, by: SignedInBy, then: str | None) -> Response:
    """Starts the session, commits, and leads to the page they wanted."""
    start_session(person, by=by)
    db.session.commit()
    return redirect(inside(then) or url_for("home.index"))
