"""A draft goes live or is deleted; a live version retires. Each is confirmed on a page of its own."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from qa_app.domain.audit_tool_rules import problems_with
from qa_app.domain.errors import Conflict
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audit_tools import presenters
from qa_app.features.audit_tools.blueprint import blueprint
from qa_app.models import AuditToolVersion, ToolStatus
from qa_app.queries.audit_tools import as_tool, find_version, released_before
from qa_app.services import audit_tools
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.opened_form import OpenedForm, status_of
from qa_app.web.permissions import requires

CHANGED_MEANWHILE = "Somebody else changed this draft while you had this page open. Look at it again first"


@blueprint.route("/versions/<int:version_id>/live", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def make_live(version_id: int) -> Response | tuple[str, int]:
    version = find_version(db.session, version_id)
    tool, before = as_tool(version), released_before(db.session, version)
    if version.status is not ToolStatus.DRAFT or problems_with(tool):
        return redirect(url_for(".show", version_id=version.id))
    form = OpenedForm(data={"opened": version.version})
    if form.is_sent_and_valid():
        try:
            audit_tools.make_live(
                db.session, version, opened_at_version=form.opened_at, by=signed_in(), at=now()
            )
        except (Conflict, StaleDataError):
            db.session.rollback()
            form.clash(CHANGED_MEANWHILE, version=version.version)
        else:
            db.session.commit()
            flash(f"Version {version.number} is live. New audits use it from now on.", "success")
            return redirect(url_for(".show", version_id=version.id))
    page = render_template(
        "audit_tools/live.html",
        form=form,
        version=version,
        **presenters.changes_page(before, as_tool(before) if before else None, tool),
    )
    return page, status_of(form)


@blueprint.route("/versions/<int:version_id>/retire", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def retire(version_id: int) -> Response | tuple[str, int]:
    version = find_version(db.session, version_id)
    form = OpenedForm(data={"opened": version.version})
    if form.is_sent_and_valid():
        audit_tools.retire(db.session, version, by=signed_in(), at=now())
        db.session.commit()
        flash(f"{version.tool.name} is retired: no new audits can be started with it.", "success")
        return redirect(url_for(".show", version_id=version.id))
    if version.status is not ToolStatus.LIVE:
        return redirect(url_for(".show", version_id=version.id))
    return _confirm(
        form,
        version,
        heading=f"Retire {version.tool.name}",
        sentences=[
            "No new audits can be started with this tool, until you make another version live.",
            "Audits under way are finished on it, and nothing is taken out of any table.",
        ],
        button="Retire it",
    )


@blueprint.route("/versions/<int:version_id>/delete", methods=["GET", "POST"])
@requires(Permission.BUILD_TOOLS)
def delete(version_id: int) -> Response | tuple[str, int]:
    version = find_version(db.session, version_id)
    if version.status is not ToolStatus.DRAFT:
        return redirect(url_for(".show", version_id=version.id))
    form = OpenedForm(data={"opened": version.version})
    if form.is_sent_and_valid():
        name = f"{version.tool.name}, version {version.number},"
        try:
            audit_tools.delete_draft(
                db.session, version, opened_at_version=form.opened_at, by=signed_in(), at=now()
            )
        except (Conflict, StaleDataError):
            db.session.rollback()
            form.clash(CHANGED_MEANWHILE, version=version.version)
        else:
            db.session.commit()
            flash(f"The draft of {name} is deleted.", "success")
            return redirect(url_for(".index"))
    return _confirm(
        form,
        version,
        heading="Delete this draft",
        sentences=[
            f"The draft of {version.tool.name}, version {version.number}, is deleted with all its questions.",
            "No audit stands on a draft, so no audit is touched. To keep a copy, first export it as a file.",
        ],
        button="Delete the draft",
    )


def _confirm(
    form: OpenedForm, version: AuditToolVersion, *, heading: str, sentences: list[str], button: str
) -> tuple[str, int]:
    page = render_template(
        "audit_tools/confirm.html",
        form=form,
        heading=heading,
        sentences=sentences,
        button=button,
        back=url_for(".show", version_id=version.id),
    )
    return page, status_of(form)
