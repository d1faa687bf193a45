"""Signing in with a password, and signing out."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.admitting import admit
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.forms import SignInForm
from qa_app.models import Guessed, SignedInBy
from qa_app.services.guesses import TooManyGuesses
from qa_app.services.sign_in import sign_in as check_sign_in
from qa_app.web.current import is_signed_in
from qa_app.web.current import sign_out as end_this_session
from qa_app.web.guessing import claimed_guess
from qa_app.web.permissions import requires

WRONG = "The e-mail address or the password is wrong"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def sign_in() -> Response | str | tuple[str, int]:
    if is_signed_in() and request.method == "GET":
        return redirect(url_for("home.index"))
    form = SignInForm(next=request.args.get("next", ""))
    if not form.is_sent_and_valid():
        return render_template("account/sign_in.html", form=form), 200 if request.method == "GET" else 422
    email = form.email.data or ""
    try:
        guess = claimed_guess(Guessed.PASSWORD, email)
    except TooManyGuesses as error:
        form.form_errors.append(str(error))
        return render_template("account/sign_in.html", form=form), 429
    person = check_sign_in(db.session, email, form.password.data or "", guess=guess)
    if person is None:
        form.email.errors = [WRONG]
        return render_template("account/sign_in.html", form=form), 422
    return admit(person, by=SignedInBy.PASSWORD, then=form.next.data)


@blueprint.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    end_this_session()
    db.session.commit()
    answer = redirect(url_for(".sign_in"))
    # The browser forgets pages it kept: the next person at this computer cannot go back to them.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
