"""Every view declares the permission it asks for; a view that declares none answers nobody."""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.models import SignedInBy
from qa_app.web.council import settings
from qa_app.web.current import is_signed_in, signed_in, web_session
from qa_app.web.given_back import give_back, typed_texts
from qa_app.web.tokens import FEED_OF, check_token

View = Callable[..., Any]

# With a password that somebody else knows, one page can be opened: that for choosing another. Then, whose
# role requires two-step sign-in can open the pages for setting it up, until they have.
ALWAYS = frozenset({"account.sign_out", "account.stay"})
FOR_ONES_OWN_PASSWORD = frozenset({"account.change_password"})
FOR_SECOND_FACTOR = frozenset(
    {"account.second_factor", "account.set_up_second_factor", "account.confirm_second_factor"}
)


def requires(permission: Permission) -> Callable[[View], View]:
    """Declares what a view asks of the person; put it right above the function."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # an attribute can be read by tests
        return view

    return declare


def declared_permission(app: Flask, endpoint: str) -> Permission | None:
    """The permission the view at this endpoint asks for; None refuses everybody."""
    if endpoint == "static":
        return Permission.PUBLIC
    return getattr(app.view_functions.get(endpoint), "permission", None)


def check_permission() -> Response | tuple[str, int] | None:
    """Runs before every view: 404 for no such page, sign-in for strangers, 403 for the others.

    What somebody typed whose session had ended is given back to them.
    """
    if request.endpoint is None:
        return None
    wanted = declared_permission(current_app, request.endpoint)
    if wanted is Permission.PUBLIC:
        return None
    if wanted in FEED_OF:
        return check_token(FEED_OF[wanted])
    if not is_signed_in():
        if request.method == "POST" and typed_texts():
            return give_back()
        if request.method == "POST" and request.endpoint != "account.sign_out":
            flash("You were signed out before you sent this. Nothing was saved.")
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=back))
    if answer := _what_comes_first():
        return answer
    if wanted is None or wanted not in signed_in().permissions:
        abort(403)
    return None


def _what_comes_first() -> Response | tuple[str, int] | None:
    """Both are about passwords that are kept here: whoever came by single sign-on is asked for neither."""
    if web_session().signed_in_by is not SignedInBy.PASSWORD:
        return None
    if signed_in().must_change_password:
        opens, first = FOR_ONES_OWN_PASSWORD, "account.change_password"
    elif _lacks_second_factor():
        opens, first = FOR_SECOND_FACTOR, "account.second_factor"
    else:
        return None
    if request.endpoint in opens | ALWAYS:
        return None
    return give_back() if request.method == "POST" and typed_texts() else redirect(url_for(first))


def _lacks_second_factor() -> bool:
    """A role of theirs requires it, and they came with a password and no code.

    Whoever has set it up gave a code when this session began, because setting it up ends all others.
    """
    required_of = frozenset(settings().second_factor_roles)
    return not web_session().second_factor and bool(signed_in().roles & required_of)
