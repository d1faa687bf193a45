"""The second step of signing in: a code from the app, or a recovery code."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.account.admitting import admit
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.code_forms import CodeForm, RecoveryCodeForm
from qa_app.features.account.half_way import HalfWay, half_way
from qa_app.models import Guessed, Person, SignedInBy
from qa_app.queries.second_factor import recovery_codes_left
from qa_app.services.guesses import TooManyGuesses, take_back
from qa_app.services.recovery_codes import use_recovery_code
from qa_app.services.second_factor import WRONG, is_right_code, record_wrong_code
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.guessing import claimed_guess
from qa_app.web.permissions import requires

Answer = Response | tuple[str, int]


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def enter_code() -> Answer:
    arrived = half_way()
    return _begin_again() if arrived is None else _second_step(arrived, CodeForm(), _is_right, wrong=WRONG)


@blueprint.route("/sign-in/recovery-code", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def enter_recovery_code() -> Answer:
    arrived = half_way()
    if arrived is None:
        return _begin_again()
    wrong = "This is none of your recovery codes, or was used before"
    answer = _second_step(arrived, RecoveryCodeForm(), _is_left, wrong=wrong)
    if isinstance(answer, Response):
        left = recovery_codes_left(db.session, arrived.person)
        flash(f"You have {plural(left, 'recovery code')} left. You can make new ones on “Your account”.")
    return answer


def _second_step(
    arrived: HalfWay,
    form: CodeForm | RecoveryCodeForm,
    is_right: Callable[[Person, str], bool],
    *,
    wrong: str,
) -> Answer:
    status = 200 if request.method == "GET" else 422
    if form.is_sent_and_valid():
        try:
            guess = claimed_guess(Guessed.CODE, arrived.person.email or "")
        except TooManyGuesses as error:
            form.code.errors, status = [str(error)], 429
        else:
            if is_right(arrived.person, form.code.data or ""):
                take_back(db.session, guess)
                return admit(arrived.person, by=SignedInBy.PASSWORD, then=arrived.then, second_factor=True)
            record_wrong_code(db.session, arrived.person, at=now())
            db.session.commit()
            form.code.errors = [wrong]
    by_recovery_code = isinstance(form, RecoveryCodeForm)
    page = render_template("account/enter_code.html", form=form, by_recovery_code=by_recovery_code)
    return page, status


def _is_right(person: Person, code: str) -> bool:
    return is_right_code(db.session, person, code, key=settings().second_factor_key, at=now())


def _is_left(person: Person, code: str) -> bool:
    return use_recovery_code(db.session, person, code, at=now())


def _begin_again() -> Response:
    flash("That took too long. Sign in again.")
    return redirect(url_for(".sign_in"))
