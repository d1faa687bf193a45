"""Legal holds."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.records import presenters
from qa_app.features.records.blueprint import blueprint
from qa_app.features.records.forms import HoldForm
from qa_app.queries.legal_holds import all_holds, find_hold
from qa_app.services.legal_holds import lift_hold, place_hold
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.forms import Form
from qa_app.web.permissions import requires


@blueprint.route("/holds", methods=["GET", "POST"])
@requires(Permission.MANAGE_RECORDS)
def holds() -> Response | tuple[str, int]:
    form = HoldForm()
    if form.is_sent_and_valid():
        try:
            place_hold(
                db.session,
                case_reference=form.case_reference.data or "",
                reason=form.reason.data or "",
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash("The hold stands. Nothing about the case is removed until it is lifted.", "success")
            return redirect(url_for(".holds"))
    page = presenters.holds_page(all_holds(db.session))
    status = 422 if request.method == "POST" else 200
    return render_template("records/holds.html", form=form, **page), status


@blueprint.route("/holds/<int:hold_id>/lift", methods=["GET", "POST"])
@requires(Permission.MANAGE_RECORDS)
def lift(hold_id: int) -> Response | str:
    hold, form = find_hold(db.session, hold_id), Form()
    if form.is_sent_and_valid():
        lift_hold(db.session, hold, by=signed_in(), at=now())
        db.session.commit()
        flash("The hold is lifted. The case is treated as any other again.", "success")
        return redirect(url_for(".holds"))
    return render_template("records/lift.html", hold=hold)
