"""One's own tokens, and how a program uses them."""

from importlib.metadata import version

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import InvalidInput
from qa_app.domain.feeds import Feed
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.feeds import reading
from qa_app.features.feeds.blueprint import blueprint
from qa_app.features.feeds.description import description
from qa_app.features.feeds.forms import TokenForm
from qa_app.features.feeds.presenters import token_rows
from qa_app.queries.feed_tokens import find_token, tokens_of
from qa_app.services.feed_tokens import make_token, revoke_token
from qa_app.web.clock import now
from qa_app.web.council import council_name, public_url
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires

__all__ = ["blueprint", "reading"]


@blueprint.get("")
@requires(Permission.READ_SCORECARDS)
def index() -> str:
    return _page(_form())


@blueprint.post("/tokens")
@requires(Permission.READ_SCORECARDS)
def make() -> AnyResponse | str | tuple[str, int]:
    form = _form()
    if not form.is_sent_and_valid():
        return _page(form), 422
    try:
        token = make_token(
            db.session,
            name=form.name.data or "",
            feeds=form.feeds.data or (),
            days=form.days.data,
            by=signed_in(),
            at=now(),
        )
    except InvalidInput as error:
        form.add_problems(error)
        return _page(form), 422
    db.session.commit()
    return render_template("feeds/made.html", token=token, name=form.name.data)


@blueprint.post("/tokens/<int:token_id>/revoke")
@requires(Permission.READ_SCORECARDS)
def revoke(token_id: int) -> AnyResponse:
    token = find_token(db.session, token_id, owner=signed_in())
    revoke_token(db.session, token, by=signed_in(), at=now())
    db.session.commit()
    flash(f"The token “{token.name}” opens nothing any more.", "success")
    return redirect(url_for(".index"))


@blueprint.get("/openapi.json")
@requires(Permission.READ_SCORECARDS)
def openapi() -> Response:
    return jsonify(description(title=f"{council_name()}: feeds", version=version("qa-app")))


def _form() -> TokenForm:
    return TokenForm([feed for feed in Feed if feed.permission in signed_in().permissions])


def _page(form: TokenForm) -> str:
    return render_template(
        "feeds/index.html",
        form=form,
        tokens=token_rows(tokens_of(db.session, signed_in()), at=now()),
        address=(public_url() or request.host_url).rstrip("/") + url_for(".index"),
    )
