"""Signing in by the council's own sign-on, and coming back from it."""

import logging
from dataclasses import asdict
from datetime import timedelta

from flask import abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from qa_app.database import writing
from qa_app.domain.errors import DomainError
from qa_app.domain.roles import Permission
from qa_app.domain.sign_on import SignedOn, signed_on
from qa_app.extensions import db
from qa_app.features.account.admitting import admit
from qa_app.features.account.blueprint import blueprint
from qa_app.features.account.leading_back import inside
from qa_app.models import SignedInBy
from qa_app.services.openid_provider import Beginning, Provider, ProviderUnreachable, SignOnRefused
from qa_app.services.single_sign_on import NotLetIn, let_in_signed_on
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.current import is_signed_in
from qa_app.web.permissions import requires
from qa_app.web.sign_on import BACK, sign_on_provider

log = logging.getLogger("qa_app")

LASTS = timedelta(minutes=10)
"""For signing on over there, with a second step and a forgotten telephone in another room."""
_NAME = "sign_on"

Answer = Response | tuple[str, int]


@blueprint.get("/sign-in/single-sign-on")
@requires(Permission.PUBLIC)
def begin_sign_on() -> Answer:
    """Changes nothing but what this browser keeps of the question it was sent with."""
    provider = _provider()
    if is_signed_in():
        return redirect(url_for("home.index"))
    try:
        address, beginning = provider.begin(at=now())
    except ProviderUnreachable as error:
        log.warning("single sign-on: %s", error.reason)
        return _not_signed_on(error, 503)
    then, at = inside(request.args.get("next")), int(now().timestamp())
    session[_NAME] = asdict(beginning) | {"then": then, "at": at}
    return redirect(address)


@blueprint.get(BACK)
@requires(Permission.PUBLIC)
def finish_sign_on() -> Answer:
    """The one page that signs somebody in when it is fetched: the provider leads the browser here."""
    provider = _provider()
    asked = session.pop(_NAME, None)  # whatever comes back, it is good for one answer
    try:
        who = _who_came(provider, asked)
    except ProviderUnreachable as error:
        log.warning("single sign-on: %s", error.reason)
        return _not_signed_on(error, 503)
    except SignOnRefused as error:
        log.warning("single sign-on refused: %s", error.reason)
        return _not_signed_on(error, 403)
    writing.set(True)
    try:
        person = let_in_signed_on(db.session, who, roles=settings().oidc_roles, at=now())
    except NotLetIn as error:
        db.session.commit()
        return _not_signed_on(error, 403, who=who)
    return admit(
        person, by=SignedInBy.SINGLE_SIGN_ON, then=asked["then"], second_factor=who.with_second_factor
    )


def _who_came(provider: Provider, asked: dict[str, object] | None) -> SignedOn:
    if asked is None or not 0 <= now().timestamp() - int(str(asked["at"])) < LASTS.total_seconds():
        raise SignOnRefused("this browser did not ask, or long ago")
    beginning = Beginning(str(asked["state"]), str(asked["nonce"]), str(asked["verifier"]))
    claims = provider.finish(request.args.to_dict(), beginning, at=now())
    return signed_on(claims, roles_claim=settings().oidc_roles_claim)


def _not_signed_on(error: DomainError, status: int, *, who: SignedOn | None = None) -> tuple[str, int]:
    return render_template("account/not_signed_on.html", sentence=str(error), who=who), status


def _provider() -> Provider:
    provider = sign_on_provider()
    if provider is None:
        abort(404)
    return provider
