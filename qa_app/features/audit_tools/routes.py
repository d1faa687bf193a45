"""The list of audit tools, and a version to read: its parts, its preview, its file."""

from flask import Response, render_template

from qa_app.domain.audit_tool_json import tool_to_json
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audit_tools import presenters
from qa_app.features.audit_tools.blueprint import blueprint
from qa_app.queries.audit_tools import all_tools, as_tool, audits_by_version, find_version
from qa_app.tools_shipped import shipped_tools
from qa_app.web.downloads import download
from qa_app.web.opened_form import OpenedForm
from qa_app.web.permissions import requires
from qa_app.web.question_view import paragraphs, section_view

__all__ = ["blueprint"]


@blueprint.get("")
@requires(Permission.BUILD_TOOLS)
def index() -> str:
    tools, audits = all_tools(db.session), audits_by_version(db.session)
    page = presenters.tool_list(tools, audits, shipped_tools())
    return render_template("audit_tools/index.html", **page)


@blueprint.get("/versions/<int:version_id>")
@requires(Permission.BUILD_TOOLS)
def show(version_id: int) -> str:
    version = find_version(db.session, version_id)
    audits = audits_by_version(db.session).get(version.id, 0)
    return render_template(
        "audit_tools/version.html",
        version=version,
        form=OpenedForm(data={"opened": version.version}),
        **presenters.version_page(version, as_tool(version), audits=audits),
    )


@blueprint.get("/versions/<int:version_id>/preview")
@requires(Permission.BUILD_TOOLS)
def preview(version_id: int) -> str:
    version = find_version(db.session, version_id)
    tool = as_tool(version)
    return render_template(
        "audit_tools/preview.html",
        version=version,
        tool=tool,
        purpose=paragraphs(tool.purpose),
        sections=[section_view(tool, number, {}) for number in range(1, len(tool.sections) + 1)],
    )


@blueprint.get("/versions/<int:version_id>/file")
@requires(Permission.BUILD_TOOLS)
def file(version_id: int) -> Response:
    version = find_version(db.session, version_id)
    return download(
        tool_to_json(as_tool(version)).encode(),
        filename=f"{version.tool.code}-version-{version.number}.json",
        mimetype="application/json",
    )
