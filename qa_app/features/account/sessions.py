"""One's account, where one is signed in, and for how long."""

from flask import flash, redirect, render_template, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.presenters import about_ending, shown_sessions
from qa_app.queries.people import last_sign_in
from qa_app.queries.sessions import open_sessions
from qa_app.services import sessions
from qa_app.web.activity import Renews, renews
from qa_app.web.clock import now
from qa_app.web.current import is_signed_in, session_limits, session_times, signed_in, web_session
from qa_app.web.permissions import requires

TimeLeft = dict[str, int | str | bool]


@blueprint.get("/account")
@requires(Permission.SIGNED_IN)
def index() -> str:
    person, limits = signed_in(), session_limits()
    found = open_sessions(db.session, person, limits=limits, at=now())
    return render_template(
        "account/index.html",
        person=person,
        last_before=last_sign_in(db.session, person, before=web_session().started_at),
        sessions=shown_sessions(found, this=web_session().id),
        about_ending=about_ending(limits, session_times()),
    )


@blueprint.post("/account/sessions/<int:session_id>/end")
@requires(Permission.SIGNED_IN)
def end_session(session_id: int) -> Response:
    sessions.end_own_session(db.session, signed_in(), session_id, limits=session_limits(), at=now())
    db.session.commit()
    flash("You are signed out there.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/account/sessions/end-others")
@requires(Permission.SIGNED_IN)
def end_other_sessions() -> Response:
    sessions.end_other_sessions(db.session, web_session(), at=now())
    db.session.commit()
    flash("You are signed out everywhere else.", "success")
    return redirect(url_for(".index"))


@blueprint.get("/account/time-left")
@requires(Permission.PUBLIC)
@renews(Renews.NEVER)
def time_left() -> TimeLeft:
    """A page asks for it before it warns, and when somebody comes back to it."""
    return _time_left() if is_signed_in() else {"seconds": 0}


@blueprint.post("/account/stay")
@requires(Permission.SIGNED_IN)
@renews(Renews.NEVER)
def stay() -> TimeLeft:
    """Renews the session here and now, and says for how long; waits where other requests would leave it."""
    sessions.note_activity(db.session, web_session().id, at=now())
    db.session.commit()
    return _time_left()


def _time_left() -> TimeLeft:
    """In whole seconds: if nothing is done any more, and at most."""
    times, at = session_times(), now()
    return {
        "seconds": int((times.ends_at - at).total_seconds()),
        "at_most": int((times.at_the_latest - at).total_seconds()),
        "can_be_renewed": times.can_be_renewed,
        # Whoever signs in again goes on with the page, which has the token of the session before.
        "person": signed_in().id,
        "token": generate_csrf(),
    }
