"""One audit to read, on screen and as a PDF."""

from dataclasses import dataclass

from flask import Response, render_template

from qa_app.domain.errors import NotPermitted
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audits.actions import actions
from qa_app.features.audits.blueprint import blueprint
from qa_app.models import Audit
from qa_app.queries.audit_answers import answers_of, moderated_values
from qa_app.queries.audit_history import audit_history
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.audits import find_audit
from qa_app.queries.moderation import finished_moderations, hides_grades
from qa_app.web import audit_document
from qa_app.web.audit_view import AuditView, audit_view
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope, signed_in
from qa_app.web.downloads import download
from qa_app.web.looks import looks_at_audit
from qa_app.web.permissions import requires


@blueprint.get("/<int:audit_id>")
@requires(Permission.READ_AUDIT)
def show(audit_id: int) -> str:
    read = _read(audit_id)
    looks_at_audit(audit_id, "read audit")
    return render_template(
        "audits/show.html",
        audit=read.audit,
        view=read.view,
        history=audit_history(db.session, audit_id),
        actions=actions(read.audit, signed_in(), hidden=read.view.grades_hidden),
    )


@blueprint.get("/<int:audit_id>/audit.pdf")
@requires(Permission.READ_AUDIT)
def pdf(audit_id: int) -> Response:
    from qa_app.exports.pdf import pdf_bytes  # reads reportlab, which no page needs

    read = _read(audit_id)
    if read.view.grades_hidden:
        raise NotPermitted("Judge this audit yourself first: until then its grades are hidden from you.")
    looks_at_audit(audit_id, "read audit as PDF")
    council = council_name()
    report = audit_document.report(read.audit, read.view, author=council, drawn_at=now())
    return download(pdf_bytes(report), filename=f"{read.audit.reference}.pdf", mimetype="application/pdf")


@dataclass(frozen=True)
class _Read:
    audit: Audit
    view: AuditView


def _read(audit_id: int) -> _Read:
    """Raises NoResultFound for an audit outside the scope."""
    audit = find_audit(db.session, audit_id, scope=current_scope())
    view = audit_view(
        audit,
        as_tool(find_version(db.session, audit.tool_version_id)),
        answers_of(db.session, audit),
        moderated_values(db.session, audit),
        finished_moderations(db.session, audit_id),
        grades_hidden=hides_grades(db.session, audit, person=signed_in()),
        today=today(),
    )
    return _Read(audit, view)
