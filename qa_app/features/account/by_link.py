"""Choosing a password by a link that came by e-mail."""

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.link_forms import ChosenPasswordForm
from qa_app.services import password_reset
from qa_app.services.one_use_links import TOKEN_LENGTH, find_link
from qa_app.web.clock import now
from qa_app.web.permissions import requires

TOKEN = "link"  # noqa: S105 - where the cookie keeps it


@blueprint.get("/account/link/<token>")
@requires(Permission.PUBLIC)
def follow_link(token: str) -> Response:
    """Takes the token out of the address, where it would be seen, and be told to what a page loads.

    Nothing is used up yet: programs that look for dangerous e-mails follow the links in them.
    """
    session[TOKEN] = token if len(token) == TOKEN_LENGTH else ""
    return redirect(url_for(".choose_password"))


@blueprint.route("/account/choose-password", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def choose_password() -> Response | tuple[str, int]:
    """Nobody is signed in by it: they sign in as always, with the second step where they have one."""
    link = find_link(db.session, session.get(TOKEN, ""), at=now())
    if link is None:
        return _over()
    form = ChosenPasswordForm()
    if form.is_sent_and_valid():
        try:
            person = password_reset.choose_password(db.session, session[TOKEN], form.new.data or "", at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            if person is None:
                return _over()
            db.session.commit()
            session.pop(TOKEN)
            flash("Your password is saved. Sign in with it now.", "success")
            return redirect(url_for(".sign_in"))
    page = render_template("account/choose_password.html", form=form, email=link.person.email)
    return page, 422 if request.method == "POST" else 200


def _over() -> tuple[str, int]:
    return render_template("account/link_over.html"), 410
