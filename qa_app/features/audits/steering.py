"""What a QA lead does with single audits, and its auditor with its details."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.forms import ChangeDetailsForm, ReasonForm, ReassignForm
from qa_app.features.audits.opening import open_form, to_reading
from qa_app.queries.audit_choices import auditor_loads, people_of, teams_of
from qa_app.queries.audits import find_audit
from qa_app.services.changing_audits import change_details
from qa_app.services.steering_audits import reassign_audit, return_audit, withdraw_audit
from qa_app.web.clock import now, today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.looks import looks_at_audit
from qa_app.web.permissions import requires


@blueprint.route("/<int:audit_id>/return", methods=["GET", "POST"])
@requires(Permission.ALLOCATE_AUDIT)
def give_back(audit_id: int) -> Response | tuple[str, int]:
    audit, form = find_audit(db.session, audit_id, scope=current_scope()), ReasonForm()
    if form.is_sent_and_valid():
        try:
            return_audit(db.session, audit, reason=form.reason.data or "", by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{audit.reference} is back with {audit.auditor.name}.", "success")
            return redirect(url_for(".show", audit_id=audit_id))
    looks_at_audit(audit_id, "saw details of audit")
    status = 422 if request.method == "POST" else 200
    return render_template("audits/return.html", audit=audit, form=form), status


@blueprint.route("/<int:audit_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ALLOCATE_AUDIT)
def withdraw(audit_id: int) -> Response | tuple[str, int]:
    audit, form = find_audit(db.session, audit_id, scope=current_scope()), ReasonForm()
    if form.is_sent_and_valid():
        try:
            withdraw_audit(db.session, audit, reason=form.reason.data or "", by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{audit.reference} is withdrawn.", "success")
            return redirect(url_for(".show", audit_id=audit_id))
    looks_at_audit(audit_id, "saw details of audit")
    status = 422 if request.method == "POST" else 200
    return render_template("audits/withdraw.html", audit=audit, form=form), status


@blueprint.route("/<int:audit_id>/reassign", methods=["GET", "POST"])
@requires(Permission.ALLOCATE_AUDIT)
def reassign(audit_id: int) -> Response | tuple[str, int]:
    audit = find_audit(db.session, audit_id, scope=current_scope())
    form = ReassignForm(audit, auditor_loads(db.session, today=today()))
    if form.is_sent_and_valid():
        try:
            auditor = form.chosen(people_of(db.session, [form.auditor.data]))
            reassign_audit(
                db.session, audit, auditor=auditor, due_on=form.due_on.day, by=signed_in(), at=now()
            )
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{audit.reference} is with {audit.auditor.name}.", "success")
            return redirect(url_for(".show", audit_id=audit_id))
    looks_at_audit(audit_id, "saw details of audit")
    status = 422 if request.method == "POST" else 200
    return render_template("audits/reassign.html", audit=audit, form=form), status


@blueprint.route("/<int:audit_id>/details", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
def details(audit_id: int) -> Response | tuple[str, int]:
    opened = open_form(audit_id)
    if not opened.is_open:
        return to_reading(audit_id)
    audit = opened.audit
    form = ChangeDetailsForm(audit, teams_of(db.session, audit.service_area_id))
    if form.is_sent_and_valid() and form.audit_date.day is not None:
        try:
            change_details(
                db.session,
                audit,
                case_reference=form.case_reference.data or "",
                worker_name=form.worker_name.data or "",
                team_id=form.team.data or None,
                audit_date=form.audit_date.day,
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash("The details of the audit are changed.", "success")
            return redirect(url_for(".form", audit_id=audit_id))
    looks_at_audit(audit_id, "saw details of audit")
    status = 422 if request.method == "POST" else 200
    return render_template("audits/details.html", audit=audit, form=form), status
