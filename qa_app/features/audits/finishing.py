"""Checking one's answers and submitting them."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.audit_form import missing
from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.domain.workflow import COUNTED, AuditStatus
from qa_app.extensions import db
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.check_view import check_view
from qa_app.features.audits.opening import Opened, open_form, to_reading
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.audits import find_audit
from qa_app.services.submitting import check_details, submit_audit
from qa_app.web.clock import now, today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.looks import looks_at_audit
from qa_app.web.permissions import requires

SUBMITTED_ALREADY = "This audit is submitted already."
CHANGED_MEANWHILE = "Your answers have changed since you opened this page. Check them once more, then submit."
AFTER = {
    AuditStatus.FINAL: "Your audit is submitted, and final.",
    AuditStatus.SUBMITTED: "Your audit is submitted. It was chosen for moderation;"
    " what comes of it appears under “My work”.",
}


@blueprint.get("/<int:audit_id>/check")
@requires(Permission.RECORD_AUDIT)
def check(audit_id: int) -> Response | tuple[str, int]:
    opened = open_form(audit_id)
    if not opened.is_open:
        return to_reading(audit_id)
    return _page(opened)


@blueprint.post("/<int:audit_id>/submit")
@requires(Permission.RECORD_AUDIT)
def submit(audit_id: int) -> Response | tuple[str, int]:
    opened = open_form(audit_id)
    audit = opened.audit
    if audit.status in COUNTED:
        flash(SUBMITTED_ALREADY)
        return redirect(url_for(".show", audit_id=audit_id))
    if request.form.get("version", "") != str(audit.version):
        flash(CHANGED_MEANWHILE)
        return redirect(url_for(".check", audit_id=audit_id))
    try:
        submit_audit(db.session, audit, by=signed_in(), at=now())
    except InvalidInput:
        db.session.rollback()
        return _page(opened, status=422)
    db.session.commit()
    flash(AFTER[audit.status], "success")
    return redirect(url_for(".show", audit_id=audit_id))


def _page(opened: Opened, *, status: int = 200) -> tuple[str, int]:
    """All that was answered, above it what is missing."""
    looks_at_audit(opened.audit.id, "opened audit form")
    audit = find_audit(db.session, opened.audit.id, scope=current_scope())
    answers = answers_of(db.session, audit)
    problems = [*check_details(audit, today=today()), *missing(opened.tool, answers)]
    view = check_view(opened.tool, answers, problems, audit_id=audit.id)
    page = render_template("audits/check.html", audit=audit, view=view, was_refused=status == 422)
    return page, status
