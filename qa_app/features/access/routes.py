from flask import Blueprint, Response, render_template, request

from qa_app.domain.roles import Permission
from qa_app.exports.csv_file import csv_chunks
from qa_app.extensions import db
from qa_app.features.access import presenters
from qa_app.features.access.choosing import asked
from qa_app.queries.access import AccessRow, who_can_see_what
from qa_app.queries.looks import LookPage, all_looks, looks_page
from qa_app.web.clock import now
from qa_app.web.council import council_name
from qa_app.web.current import session_limits, signed_in
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.report_files import MIMETYPES, csv_of, dated_name, xlsx_of
from qa_app.web.streaming import streamed
from qa_app.web.table_view import table_view

blueprint = Blueprint("access", __name__, url_prefix="/access")


@blueprint.get("")
@requires(Permission.READ_ACCESS)
def index() -> str:
    may_lead = Permission.MANAGE_PEOPLE in signed_in().permissions
    table = presenters.access_table(_everybody(), leads_to_people=may_lead)
    view = table_view(table, id="access", name=presenters.TITLE, is_titled=False)
    return render_template("access/index.html", table=view)


@blueprint.get("/export/<any(csv, xlsx):extension>")
@requires(Permission.READ_ACCESS)
def export(extension: str) -> Response:
    rows, drawn_at = _everybody(), now()
    if extension == "csv":
        content = csv_of(presenters.access_table(rows))
    else:
        content = xlsx_of(presenters.access_report(rows, author=council_name(), drawn_at=drawn_at))
    name = dated_name("access", drawn_at=drawn_at, extension=extension)
    return download(content, filename=name, mimetype=MIMETYPES[extension])


@blueprint.get("/looks")
@requires(Permission.READ_ACCESS)
def looks() -> tuple[str, int]:
    wanted = asked(request.args)
    if wanted.problems:
        found, status = LookPage([], has_more=False), 422
    else:
        found, status = looks_page(db.session, wanted.choice, page=wanted.page), 200
    return render_template("access/looks.html", **presenters.looks_list(found, wanted)), status


@blueprint.get("/looks/csv")
@requires(Permission.READ_ACCESS)
def looks_csv() -> Response | tuple[str, int]:
    wanted = asked(request.args)
    if wanted.problems:
        return looks()  # type: ignore[no-any-return]  # requires() keeps what a view returns
    table = presenters.looks_table(streamed(lambda session: all_looks(session, wanted.choice)))
    name = dated_name("looks-at-audits", drawn_at=now(), extension="csv")
    return download(csv_chunks(table), filename=name, mimetype="text/csv")


def _everybody() -> list[AccessRow]:
    return list(who_can_see_what(db.session, limits=session_limits(), at=now()))
