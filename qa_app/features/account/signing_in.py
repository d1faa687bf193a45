"""Signing in with a password, and signing out."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.database import only_reading
from qa_app.domain.roles import Permission, Role
from qa_app.extensions import db
from qa_app.features.account.admitting import admit
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.forms import SignInForm
from qa_app.models import Guessed, Person, SignedInBy
from qa_app.services.guesses import TooManyGuesses, take_back
from qa_app.services.sign_in import is_still_password, whose_password
from qa_app.web.council import settings
from qa_app.web.current import is_signed_in, web_session
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
    with only_reading():  # nobody waits to write while a password is looked at
        person = whose_password(db.session, email, form.password.data or "")
        stored = person.password_hash if person and _may_use_a_password(person) else None
        db.session.rollback()
    if person is None or not is_still_password(db.session, person, stored):
        form.email.errors = [WRONG]
        return render_template("account/sign_in.html", form=form), 422
    take_back(db.session, guess)
    return admit(person, by=SignedInBy.PASSWORD, then=form.next.data)


def _may_use_a_password(person: Person) -> bool:
    """Administrators always may, so that there is a way in when single sign-on is out of order."""
    return settings().local_sign_in == "everyone" or Role.ADMINISTRATOR in person.roles


@blueprint.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    by_sign_on = web_session().signed_in_by is SignedInBy.SINGLE_SIGN_ON
    end_this_session()
    db.session.commit()
    if by_sign_on:
        name = settings().oidc_name
        flash(f"You are signed out here. With {name} you may still be signed in: sign out there too.")
    answer = redirect(url_for(".sign_in"))
    # The browser forgets pages it kept: the next person at this computer cannot go back to them.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
