"""Letting somebody in who has shown who they are: the one way to a session, whatever they showed."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from qa_app.extensions import db
from qa_app.features.account.half_way import come_half_way
from qa_app.features.account.leading_back import inside
from qa_app.models import Person, SignedInBy
from qa_app.queries.second_factor import second_factor_of
from qa_app.web.current import start_session


def admit(person: Person, *, by: SignedInBy, then: str | None, second_factor: bool = False) -> Response:
    """Starts the session, commits, and leads to the page they wanted.

    Whoever has two-step sign-in and gave only their password is led to the second step instead: they have
    no session yet. Of single sign-on it is believed that it asks for what the council wants.
    """
    if by is SignedInBy.PASSWORD and not second_factor and second_factor_of(db.session, person):
        come_half_way(person, then=inside(then))
        db.session.commit()
        return redirect(url_for("account.enter_code"))
    start_session(person, by=by, second_factor=second_factor)
    db.session.commit()
    return redirect(inside(then) or url_for("home.index"))
