"""Changing one's own password."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.forms import ChangePasswordForm
from qa_app.models import Guessed
from qa_app.services import passwords
from qa_app.services.guesses import TooManyGuesses, take_back
from qa_app.web.clock import now
from qa_app.web.current import begin_session_anew, signed_in
from qa_app.web.guessing import claimed_guess
from qa_app.web.permissions import requires


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> Response | tuple[str, int]:
    form, status = ChangePasswordForm(), 200 if request.method == "GET" else 422
    if form.is_sent_and_valid():
        try:
            _change(form)
        except InvalidInput as error:
            form.add_problems(error)
        except TooManyGuesses as error:
            form.current.errors, status = [str(error)], 429
        else:
            flash("Your password is changed. Everywhere else, you are signed out.", "success")
            return redirect(url_for("home.index"))
    return render_template("account/change_password.html", person=signed_in(), form=form), status


def _change(form: ChangePasswordForm) -> None:
    """Who found somebody else's session open has no more guesses at their password than a stranger has."""
    guess = claimed_guess(Guessed.PASSWORD, signed_in().email or "")
    passwords.change_password(
        db.session, signed_in(), current=form.current.data or "", new=form.new.data or "", at=now()
    )
    take_back(db.session, guess)
    begin_session_anew()
    db.session.commit()
