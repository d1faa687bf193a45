"""One's own two-step sign-in: set up, moved to another telephone, and turned off."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.domain.second_factor import in_groups
from qa_app.exports.qr_code import qr_code_svg
from qa_app.extensions import db
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.code_forms import FirstCodeForm
from qa_app.features.account.proving import Proof, is_proven, proof_form
from qa_app.queries.second_factor import recovery_codes_left, second_factor_of
from qa_app.services import second_factor as service
from qa_app.web.clock import now
from qa_app.web.council import council_name, settings
from qa_app.web.current import begin_session_anew, signed_in, web_session
from qa_app.web.permissions import requires

Answer = Response | tuple[str, int]


@blueprint.get("/account/two-step-sign-in")
@requires(Permission.SIGNED_IN)
def second_factor() -> str:
    person = signed_in()
    return render_template(
        "account/second_factor.html",
        kept=second_factor_of(db.session, person),
        left=plural(recovery_codes_left(db.session, person), "recovery code"),
        is_required=bool(person.roles & frozenset(settings().second_factor_roles)),
        has_password=person.password_hash is not None,
    )


@blueprint.route("/account/two-step-sign-in/set-up", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def set_up_second_factor() -> Answer:
    person, form = signed_in(), proof_form(signed_in())
    if person.password_hash is None:
        return redirect(url_for(".second_factor"))
    if not is_proven(form, person):
        return _prove(form, "set up two-step sign-in")
    offer = service.offer_second_factor(person, key=settings().second_factor_key, at=now())
    db.session.commit()
    # Filled from what was sent just now, this form would carry nothing.
    return _scan(FirstCodeForm(formdata=None, sealed=offer.sealed), offer), 200


@blueprint.route("/account/two-step-sign-in/first-code", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def confirm_second_factor() -> Answer:
    person, form, key = signed_in(), FirstCodeForm(), settings().second_factor_key
    sealed, code = form.sealed.data or "", form.code.data or ""
    try:
        offer = service.offered_again(person, sealed, key=key, at=now())
        if form.is_sent_and_valid():
            codes = service.set_up_second_factor(db.session, person, sealed, code, key=key, at=now())
            _begin_session_anew(second_factor=True)
            return _told_once(codes), 200
    except service.OfferOver as error:
        flash(f"{error}.")
        return redirect(url_for(".set_up_second_factor"))
    except InvalidInput as error:
        form.add_problems(error)
    return _scan(form, offer), 422


@blueprint.route("/account/two-step-sign-in/recovery-codes", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def renew_recovery_codes() -> Answer:
    person, form = signed_in(), proof_form(signed_in())
    if not is_proven(form, person):
        return _prove(form, "make new recovery codes")
    codes = service.renew_recovery_codes(db.session, person, at=now())
    db.session.commit()
    return _told_once(codes), 200


@blueprint.route("/account/two-step-sign-in/turn-off", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def turn_off_second_factor() -> Answer:
    person, form = signed_in(), proof_form(signed_in())
    if not is_proven(form, person):
        return _prove(form, "turn off two-step sign-in")
    required_of = settings().second_factor_roles
    service.turn_off_second_factor(db.session, person, required_of=required_of, at=now())
    _begin_session_anew(second_factor=False)
    flash("Two-step sign-in is off. Everywhere else, you are signed out.", "success")
    return redirect(url_for(".second_factor"))


def _begin_session_anew(*, second_factor: bool) -> None:
    """Every other session of theirs has ended."""
    web_session().second_factor = second_factor
    begin_session_anew()
    db.session.commit()


def _prove(form: Proof, purpose: str) -> Answer:
    status = 200 if request.method == "GET" else 429 if form.form_errors else 422
    return render_template("account/prove.html", form=form, purpose=purpose), status


def _scan(form: FirstCodeForm, offer: service.Offer) -> str:
    person = signed_in()
    address = offer.address(account=person.email or person.name, issuer=council_name())
    return render_template(
        "account/scan.html",
        form=form,
        picture=Markup(qr_code_svg(address)),  # noqa: S704  # it holds squares, and no words
        secret=in_groups(offer.secret),
        account=person.email,
    )


def _told_once(codes: Sequence[str]) -> str:
    """The answer itself shows them, because a redirect would have to carry them in a cookie or an address."""
    return render_template("account/recovery_codes.html", codes=codes)
