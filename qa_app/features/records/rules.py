"""For how many years case text is kept."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.retention import Kept, check_years
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.records import presenters
from qa_app.features.records.blueprint import blueprint
from qa_app.features.records.forms import RuleForm
from qa_app.queries.audit_tools import all_tools
from qa_app.queries.retention import find_rule, retention_rules
from qa_app.queries.structure import all_streams
from qa_app.services.retention_rules import remove_rule, set_rule
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires


@blueprint.route("/rules", methods=["GET", "POST"])
@requires(Permission.MANAGE_RECORDS)
def rules() -> Response | tuple[str, int]:
    form = RuleForm(all_streams(db.session), {tool.id: tool.name for tool in all_tools(db.session)})
    if form.is_sent_and_valid():
        try:
            kept = Kept(
                check_years(form.years.data or ""),
                stream_id=form.stream.data or None,
                tool_id=form.tool.data or None,
            )
            rule = set_rule(db.session, kept, by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            said = presenters.rule_in_words(rule)
            db.session.commit()
            flash(f"{said}.", "success")
            return redirect(url_for(".rules"))
    page = presenters.rules_page(retention_rules(db.session))
    status = 422 if request.method == "POST" else 200
    return render_template("records/rules.html", form=form, **page), status


@blueprint.post("/rules/<int:rule_id>/remove")
@requires(Permission.MANAGE_RECORDS)
def forget_rule(rule_id: int) -> Response:
    remove_rule(db.session, find_rule(db.session, rule_id), by=signed_in(), at=now())
    db.session.commit()
    flash("The rule is removed.", "success")
    return redirect(url_for(".rules"))
