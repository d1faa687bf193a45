"""Signing in and out, and one's own password."""

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.admitting import admit
from qa_app.features.account.forms import ChangePasswordForm, SignInForm
from qa_app.models import Guessed, SignedInBy
from qa_app.services import passwords
from qa_app.services.guesses import TooManyGuesses
from qa_app.services.sign_in import sign_in as check_sign_in
from qa_app.web.clock import now
from qa_app.web.current import end_session, is_signed_in, signed_in, start_session, web_session
from qa_app.web.guessing import claimed_guess
from qa_app.web.permissions import requires

blueprint = Blueprint("account", __name__)

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
    person = check_sign_in(db.session, email, form.password.data or "", guess=guess, at=now())
    if person is None:
        form.email.errors = [WRONG]
        return render_template("account/sign_in.html", form=form), 422
    return admit(person, by=SignedInBy.PASSWORD, then=form.next.data)


@blueprint.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    end_session()
    db.session.commit()
    answer = redirect(url_for(".sign_in"))
    # The browser forgets pages it kept: the next person at this computer cannot go back to them.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/account")
@requires(Permission.SIGNED_IN)
def index() -> str:
    return render_template("account/index.html", person=signed_in())


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> Response | tuple[str, int]:
    person, form = signed_in(), ChangePasswordForm()
    if form.is_sent_and_valid():
        try:
            passwords.change_password(
                db.session, person, current=form.current.data or "", new=form.new.data or "", at=now()
            )
        except InvalidInput as error:
            form.add_problems(error)
        else:
            start_session(person, by=web_session().signed_in_by, second_factor=web_session().second_factor)
            db.session.commit()
            flash("Your password is changed. Everywhere else, you are signed out.", "success")
            return redirect(url_for("home.index"))
    status = 422 if request.method == "POST" else 200
    return render_template("account/change_password.html", person=person, form=form), status


@blueprint.get("/brand.css")
@requires(Permission.PUBLIC)
def brand() -> Response:
    """The council's colour: a style sheet of its own, because a page may hold no style."""
    answer = make_response(f":root {{ --brand: {current_app.extensions['settings'].brand_colour}; }}\n")
    answer.content_type = "text/css; charset=utf-8"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
