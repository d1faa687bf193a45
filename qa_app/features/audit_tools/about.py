"""What a draft is called, what it is for, and its grading scale."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.audit_tool_building import change_scale
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audit_tools.blueprint import blueprint
from qa_app.features.audit_tools.forms import AboutForm
from qa_app.features.audit_tools.saving import is_saved, opened_draft
from qa_app.features.audit_tools.scale_choice import OWN, as_written
from qa_app.models import AuditToolVersion
from qa_app.queries.audit_tools import as_tool, grading_scales
from qa_app.services.grading_scales import is_only_in
from qa_app.web.opened_form import saved_by_them, status_of
from qa_app.web.permissions import requires


@blueprint.route("/versions/<int:version_id>/about", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def change_about(version_id: int) -> Response | tuple[str, int]:
    version, _ = opened_draft(version_id)
    form = _form(version)

    def change(tool: AuditTool) -> AuditTool:
        named = replace(tool, name=form.name.data or "", purpose=form.purpose.data or "")
        return change_scale(named, form.chosen_scale)

    if is_saved(form, version, change, called="name, purpose and scale"):
        flash(f"{form.name.data} is saved.", "success")
        return redirect(url_for(".show", version_id=version.id))
    theirs = saved_by_them(form, _form(version, formdata=None)) if form.clashed else []
    return render_template("audit_tools/about.html", form=form, version=version, theirs=theirs), status_of(
        form
    )


def _form(version: AuditToolVersion, **named: Any) -> AboutForm:
    """A scale that only this draft uses can still be corrected, so it is shown written out."""
    tool = as_tool(version)
    own = is_only_in(db.session, version)
    rows = [row for row in grading_scales(db.session) if not (own and row is version.scale)]
    values = {
        "opened": version.version,
        "name": tool.name,
        "purpose": tool.purpose,
        "scale": OWN if own else tool.scale.code,
        **(as_written(tool.scale) if own else {}),
    }
    return AboutForm([row.as_scale() for row in rows], data=values, **named)
