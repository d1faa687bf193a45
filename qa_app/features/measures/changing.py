"""A new measure, a change of one, and taking one out of use."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField, RadioField, SelectField

from qa_app.domain.errors import Conflict, InvalidInput, Problem
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

FIELDS = {"responsible_id": "responsible"}
"""Where the form shows a problem that the domain found under another name."""

SAID_OF_CHANGE = frozenset({"opened", "is_break", "holds_from", "reason"})


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def new() -> Response | tuple[str, int]:
    form = MeasureForm(people_to_ask(db.session), data=USUAL)
    status = 200 if request.method == "GET" else 422
    if form.is_sent_and_valid():
        try:
            measure = measures.add_measure(db.session, form.details, by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(_at_fields(error))
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
    status = 200 if request.method == "GET" else 422
    if form.is_sent_and_valid():
        try:
            measures.change_measure(
                db.session,
                measure,
                form.details,
                change=form.change,
                opened_at_version=form.opened_at_version,
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(_at_fields(error))
        except (Conflict, StaleDataError) as error:
            db.session.rollback()
            form.form_errors.append(str(error))
            # The next time the form is sent, it is about the measure as it is now.
            form.opened.data, status = str(measure.version), 409
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
        theirs=_saved_by_them(form, ChangeMeasureForm(people, measure, formdata=None))
        if status == 409
        else [],
    ), status


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


def _at_fields(error: InvalidInput) -> InvalidInput:
    return InvalidInput(
        [Problem(FIELDS.get(problem.field, problem.field), problem.message) for problem in error.problems]
    )


def _saved_by_them(form: ChangeMeasureForm, saved: ChangeMeasureForm) -> list[tuple[str, str]]:
    """Label and saved value of every field where something else was typed."""
    return [
        (field.label.text, _shown(saved[field.name]))
        for field in form
        if not isinstance(field, HiddenField)
        and field.name not in SAID_OF_CHANGE
        and (field.data or "") != (saved[field.name].data or "")
    ]


def _shown(field: Field) -> str:
    if isinstance(field, RadioField | SelectField):
        labels = {value: label for value, label, *_ in field.iter_choices()}
        return str(labels.get(field.data, field.data))
    return str(field.data or "(empty)")
