"""A new draft: from nothing, from a file, from a tool that comes with the app, or from another version."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.domain.json_object import WHOLE_FILE
from qa_app.domain.roles import Permission
from qa_app.domain.scales import FOUR_GRADES
from qa_app.extensions import db
from qa_app.features.audit_tools.blueprint import blueprint
from qa_app.features.audit_tools.forms import NewToolForm, UploadForm
from qa_app.models import AuditToolVersion
from qa_app.queries.audit_tools import as_tool, find_version, grading_scales
from qa_app.services import audit_tools
from qa_app.services.audit_tool_files import MOST_BYTES, add_from_file
from qa_app.tools_shipped import CODES
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires

MOST_PLACES = 200
"""Of what is to be put right in a file, shown at once: a short file can have a hundred thousand."""


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def new() -> Response | tuple[str, int]:
    scales = [row.as_scale() for row in grading_scales(db.session)]
    form = NewToolForm(scales, data={"scale": FOUR_GRADES.code})
    if form.is_sent_and_valid():
        try:
            tool = AuditTool(
                code=form.chosen_code,
                name=form.name.data or "",
                purpose=form.purpose.data or "",
                scale=form.chosen_scale,
                sections=(),
            )
            version = audit_tools.start_tool(db.session, tool, by=signed_in(), at=now())
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{tool.name} is started. Add its first section.", "success")
            return _to(version)
    status = 200 if request.method == "GET" else 422
    return render_template("audit_tools/new.html", form=form), status


@blueprint.route("/upload", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def upload() -> Response | tuple[str, int]:
    form, places = UploadForm(), []
    status = 200 if request.method == "GET" else 422
    if form.is_sent_and_valid():
        given = form.file.data
        try:
            content = given.read(MOST_BYTES + 1) if isinstance(given, FileStorage) else b""
            version = add_from_file(db.session, content, by=signed_in(), at=now())
        except InvalidInput as error:
            db.session.rollback()
            places = [(problem.field, problem.message) for problem in error.problems]
            form.file.errors = _summary(error, chosen=bool(given))
        except TransitionNotAllowed as error:
            db.session.rollback()
            form.file.errors, status = [str(error)], 409
        else:
            db.session.commit()
            flash(
                f"{version.tool.name} is brought in as a draft, version {version.number}. "
                "Auditors see it once you make it live.",
                "success",
            )
            return _to(version)
    shown = [(place, message) for place, message in places if place != WHOLE_FILE]
    return render_template(
        "audit_tools/upload.html", form=form, places=shown[:MOST_PLACES], more=len(shown) - MOST_PLACES
    ), status


@blueprint.post("/shipped/<code>")
@requires(Permission.BUILD_TOOLS)
def add_shipped(code: str) -> Response:
    if code not in CODES:
        abort(404)
    added = audit_tools.add_shipped(db.session, code, by=signed_in(), at=now())
    if not added:
        flash("That tool is here already.", "message")
        return redirect(url_for(".index"))
    db.session.commit()
    flash(f"{added[0].tool.name} is added as a draft. Look at it, then make it live.", "success")
    return _to(added[0])


@blueprint.post("/versions/<int:version_id>/copy")
@requires(Permission.BUILD_TOOLS)
def copy(version_id: int) -> Response:
    source = find_version(db.session, version_id)
    version = audit_tools.add_tool(db.session, as_tool(source), by=signed_in(), at=now())
    db.session.commit()
    flash(f"Version {version.number} is a draft that begins as a copy of version {source.number}.", "success")
    return _to(version)


def _to(version: AuditToolVersion) -> Response:
    return redirect(url_for(".show", version_id=version.id))


def _summary(error: InvalidInput, *, chosen: bool) -> list[str]:
    """What stands at the field: the sentence about the whole file, or how many places to look at."""
    if not chosen:
        return ["Choose a .json file"]
    whole = [problem.message for problem in error.problems if problem.field == WHOLE_FILE]
    count = len(error.problems)
    return whole or [
        "This file was not brought in: put right what is listed below and send it again"
        if count == 1
        else f"This file was not brought in: put right the {count} things listed below and send it again"
    ]
