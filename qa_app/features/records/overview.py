"""What is due, what waits to be decided, and what was removed."""

from flask import render_template, request

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.records import presenters
from qa_app.features.records.blueprint import blueprint
from qa_app.queries.legal_holds import held_keys
from qa_app.queries.purges import erasures, purges
from qa_app.queries.retention import due_audits
from qa_app.web.clock import today
from qa_app.web.current import signed_in
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires


@blueprint.get("")
@requires(Permission.REMOVE_RECORDS)
def index() -> str:
    page = presenters.overview(
        due_audits(db.session, today=today()),
        [*purges(db.session), *erasures(db.session)],
        holds=len(held_keys(db.session)),
        manages=Permission.MANAGE_RECORDS in signed_in().permissions,
    )
    return render_template("records/index.html", **page)


@blueprint.get("/due")
@requires(Permission.REMOVE_RECORDS)
def due() -> str:
    found = due_audits(db.session, today=today())
    return render_template("records/due.html", **presenters.due_list(found, page=page_number(request.args)))
