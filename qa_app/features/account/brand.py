"""The council's colour, for every page."""

from flask import current_app, make_response
from werkzeug.wrappers import Response

from qa_app.domain.roles import Permission
from qa_app.features.account.blueprint import blueprint
from qa_app.web.activity import Renews, renews
from qa_app.web.permissions import requires


@blueprint.get("/brand.css")
@requires(Permission.PUBLIC)
@renews(Renews.NEVER)
def brand() -> Response:
    """A style sheet of its own, because a page may hold no style."""
    answer = make_response(f":root {{ --brand: {current_app.extensions['settings'].brand_colour}; }}\n")
    answer.content_type = "text/css; charset=utf-8"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
