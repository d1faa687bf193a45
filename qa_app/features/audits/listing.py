"""Audits as a list: one's own, or within one's service areas, and those behind a figure of the tables."""

from urllib.parse import urlencode

from flask import render_template, request, url_for

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.audits.blueprint import blueprint
from qa_app.features.audits.choosing import Asked, asked_for, without_grades_to_come
from qa_app.features.audits.list_view import list_view
from qa_app.queries.audit_choices import list_choices
from qa_app.queries.audits import list_audits
from qa_app.queries.moderation_setting import moderates_blind
from qa_app.web.clock import today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.looks import looks_at
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires


@blueprint.get("")
@requires(Permission.READ_AUDIT)
def index() -> str:
    scope, day, person = current_scope(), today(), signed_in()
    choices = list_choices(db.session, scope)
    asked = asked_for(request.args, choices, today=day)
    blind = Permission.MODERATE in person.permissions and moderates_blind(db.session)
    if blind:
        asked = without_grades_to_come(asked)
    found = list_audits(db.session, asked.filter, scope=scope, page=page_number(request.args))
    if found.rows:
        looks_at("saw audits in a list", subject="audits", audits=[row.reference for row in found.rows])
    return render_template(
        "audits/index.html",
        view=list_view(found, asked, choices, scope=scope, today=day, blind=blind),
        may_start=Permission.RECORD_AUDIT in person.permissions,
        may_allocate=Permission.ALLOCATE_AUDIT in person.permissions,
        take_out=_addresses_to_take_out(asked) if Permission.EXTRACT_AUDITS in person.permissions else {},
    )


def _addresses_to_take_out(asked: Asked) -> dict[str, str]:
    """Where the audits of this list are taken out, by the kind of file as people call it."""
    return {
        label: f"{url_for('audits.take_out', extension=extension)}?{urlencode(asked.words)}"
        for label, extension in (("Excel workbook", "xlsx"), ("CSV file", "csv"))
    }
