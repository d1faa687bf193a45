"""Asking for a link by e-mail with which to choose another password."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.link_forms import ForgottenForm
from qa_app.models import Guessed
from qa_app.services.guesses import TooManyGuesses
from qa_app.services.password_reset import ask_for_link
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.guessing import claimed_guess
from qa_app.web.permissions import requires


@blueprint.route("/account/forgotten-password", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def forgotten_password() -> Response | tuple[str, int]:
    """Answers in the same way whatever the address: whose it is is looked up later, by who sends e-mails."""
    form, status = ForgottenForm(), 422 if request.method == "POST" else 200
    sends_links = settings().sends_links
    if sends_links and form.is_sent_and_valid():
        email = form.email.data or ""
        try:
            claimed_guess(Guessed.RESET, email)
        except TooManyGuesses as error:
            form.form_errors.append(str(error))
            status = 429
        else:
            ask_for_link(db.session, email, address=request.remote_addr or "", at=now())
            db.session.commit()
            return redirect(url_for(".link_asked_for"))
    page = render_template("account/forgotten_password.html", form=form, sends_links=sends_links)
    return page, status


@blueprint.get("/account/forgotten-password/asked")
@requires(Permission.PUBLIC)
def link_asked_for() -> str:
    return render_template("account/link_asked_for.html")
