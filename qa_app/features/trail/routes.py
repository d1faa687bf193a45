from flask import Blueprint, Response, render_template, request

from qa_app.domain.roles import Permission
from qa_app.exports.csv_file import csv_chunks
from qa_app.extensions import db
from qa_app.features.trail import presenters
from qa_app.features.trail.choosing import asked
from qa_app.queries.trail import TrailPage, trail_actions, trail_page, whole_trail
from qa_app.web.clock import today
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.streaming import streamed

blueprint = Blueprint("trail", __name__, url_prefix="/trail")


@blueprint.get("")
@requires(Permission.READ_TRAIL)
def index() -> tuple[str, int]:
    wanted = asked(request.args)
    if wanted.problems:
        found, status = TrailPage([], has_more=False), 422
    else:
        found, status = trail_page(db.session, wanted.choice, page=wanted.page), 200
    shown = presenters.trail_list(found, wanted, actions=trail_actions(db.session))
    return render_template("trail/index.html", **shown), status


@blueprint.get("/csv")
@requires(Permission.READ_TRAIL)
def as_csv() -> Response | tuple[str, int]:
    wanted = asked(request.args)
    if wanted.problems:
        return index()  # type: ignore[no-any-return]  # requires() keeps what a view returns
    table = presenters.trail_table(streamed(lambda session: whole_trail(session, wanted.choice)))
    return download(csv_chunks(table), filename=f"trail-{today().isoformat()}.csv", mimetype="text/csv")
