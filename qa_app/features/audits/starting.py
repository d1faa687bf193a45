"""Starting one's own audit, and giving audits to others."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.domain.sharing_out import cases_in
from qa_app.domain.workflow import AuditStatus
from qa_app.extensions import db
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.case_list import cases_sent
from qa_app.features.audits.forms import AllocateForm, StartForm
from qa_app.models import Audit
from qa_app.queries.audit_choices import auditor_loads, people_of, start_choices
from qa_app.services.starting_audits import allocate_audits, start_audit
from qa_app.web.clock import now, today
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
def start() -> Response | tuple[str, int]:
    choices = start_choices(db.session)
    form = StartForm(choices, today=today())
    if form.is_sent_and_valid():
        try:
            audit = start_audit(
                db.session,
                form.details(),
                case_reference=form.case_reference.data or "",
                worker_name=form.worker_name.data or "",
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        else:
            db.session.commit()
            return redirect(url_for(".form", audit_id=audit.id))
    status = 422 if request.method == "POST" else 200
    return render_template("audits/start.html", form=form, choices=choices), status


@blueprint.route("/allocate", methods=["GET", "POST"])
@requires(Permission.ALLOCATE_AUDIT)
def allocate() -> Response | tuple[str, int]:
    choices = start_choices(db.session)
    loads = auditor_loads(db.session, today=today())
    form = AllocateForm(choices, loads, today=today())
    form.cases.data = cases_sent(form)
    if form.is_sent_and_valid():
        try:
            given = allocate_audits(
                db.session,
                form.details(due_on=form.due_on.day),
                cases=cases_in(form.cases.data),
                auditors=people_of(db.session, form.auditors.data or []),
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        else:
            db.session.commit()
            flash(_who_got_how_many(given), "success")
            return redirect(url_for(".index", state=AuditStatus.ALLOCATED.value))
    status = 422 if request.method == "POST" else 200
    return render_template("audits/allocate.html", form=form, choices=choices, loads=loads), status


def _who_got_how_many(audits: list[Audit]) -> str:
    """> 5 audits are given out: 3 to Ada Okafor, 2 to Ben Hughes."""
    shares = Counter(audit.auditor.name for audit in audits)
    each = ", ".join(f"{count} to {name}" for name, count in sorted(shares.items()))
    return f"{plural(len(audits), 'audit is', 'audits are')} given out: {each}."
