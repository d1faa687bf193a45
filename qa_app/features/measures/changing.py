"""A new measure, a change of one, and taking one out of use."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Printed, Unit
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.forms import ChangeMeasureForm, MeasureForm
from qa_app.queries.measure_responsible import people_to_ask
from qa_app.queries.measures import find_measure, measure_options
from qa_app.services import measures
from qa_app.services.measure_definitions import has_figures
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.opened_form import saved_by_them, status_of
from qa_app.web.permissions import requires

USUAL = {
    "kind": MeasureKind.ACTIVITY,
    "unit": Unit.PERCENT,
    "measure_period": MeasurePeriod.SNAPSHOT,
    "decimals": 0,
    "frequency": Frequency.QUARTER,
    "responsible": 0,
    "collected": Printed.YES,
    "carries_target": Printed.BLANK,
    "carries_direction": Printed.BLANK,
}

SAID_OF_CHANGE = frozenset({"is_break", "holds_from", "reason"})


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def new() -> Response | tuple[str, int]:
    form = MeasureForm(people_to_ask(db.session), data=USUAL)
    status = 200 if request.method == "GET" else 422
    if form.is_sent_and_valid():
        try:
            measure = measures.add_measure(db.session, form.details, by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        except Conflict as error:
            form.form_errors.append(str(error))
            status = 409
        else:
            db.session.commit()
            flash(f"{measure.name} is in the catalogue.", "success")
            return redirect(url_for(".show", measure_id=measure.id))
    outcomes = measure_options(db.session).outcomes
    return render_template("measures/new.html", form=form, outcomes=outcomes), status


@blueprint.route("/<int:measure_id>/change", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def change(measure_id: int) -> Response | tuple[str, int]:
    measure = find_measure(db.session, measure_id)
    people = people_to_ask(db.session, besides=measure.responsible_id)
    form = ChangeMeasureForm(people, measure)
    if form.is_sent_and_valid():
        try:
            measures.change_measure(
                db.session,
                measure,
                form.details,
                change=form.change,
                opened_at_version=form.opened_at,
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        except (Conflict, StaleDataError) as error:
            db.session.rollback()
            form.clash(str(error), version=measure.version)
        else:
            db.session.commit()
            flash(f"{measure.name} is changed.", "success")
            return redirect(url_for(".show", measure_id=measure.id))
    return render_template(
        "measures/change.html",
        form=form,
        measure=measure,
        outcomes=measure_options(db.session).outcomes,
        has_figures=has_figures(db.session, measure),
        theirs=saved_by_them(form, ChangeMeasureForm(people, measure, formdata=None), besides=SAID_OF_CHANGE)
        if form.clashed
        else [],
    ), status_of(form)


@blueprint.post("/<int:measure_id>/stop")
@requires(Permission.MANAGE_MEASURES)
def stop(measure_id: int) -> Response:
    measure = find_measure(db.session, measure_id)
    measures.stop_using(db.session, measure, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{measure.name} is out of use. Its values stay.", "success")
    return redirect(url_for(".show", measure_id=measure.id))


@blueprint.post("/<int:measure_id>/use-again")
@requires(Permission.MANAGE_MEASURES)
def use_again(measure_id: int) -> Response:
    measure = find_measure(db.session, measure_id)
    measures.use_again(db.session, measure, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{measure.name} is in use again.", "success")
    return redirect(url_for(".show", measure_id=measure.id))
