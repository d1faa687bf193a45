"""Setting what a measure is held against: thresholds, targets and comparators."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput
from qa_app.domain.held_from import held_from_words
from qa_app.domain.periods import Year
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.forms import POLARITIES
from qa_app.features.measures.standard_forms import ComparatorForm, TargetForm, ThresholdForm
from qa_app.features.measures.standards_view import standards_view
from qa_app.models import Measure, MeasureComparator, MeasureTarget, MeasureThreshold
from qa_app.queries.measure_standard_history import find_standard, standard_history
from qa_app.queries.measures import find_measure
from qa_app.services.measure_standards import (
    Standard,
    remove_standard,
    set_comparator,
    set_target,
    set_threshold,
)
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.forms import Form
from qa_app.web.permissions import requires

EXAMPLES = {
    Polarity.HIGHER_IS_BETTER: "60-69, 70-79, 80-100",
    Polarity.LOWER_IS_BETTER: "21-25, 11-20, 0-10",
}

Answer = Response | tuple[str, int]


@blueprint.route("/<int:measure_id>/thresholds", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def thresholds(measure_id: int) -> Answer:
    form = ThresholdForm()

    def save(measure: Measure) -> str:
        row = set_threshold(
            db.session,
            measure,
            requires_improvement=form.requires_improvement.data or "",
            good=form.good.data or "",
            outstanding=form.outstanding.data or "",
            holds_from=form.holds_from.data or "",
            by=signed_in(),
            at=now(),
        )
        return f"The thresholds hold from {held_from_words(row.holds_from)}."

    return _set("thresholds", "measures/thresholds.html", find_measure(db.session, measure_id), form, save)


@blueprint.route("/<int:measure_id>/targets", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def targets(measure_id: int) -> Answer:
    form = TargetForm()

    def save(measure: Measure) -> str:
        row = set_target(
            db.session,
            measure,
            low=form.low.data or "",
            high=form.high.data or "",
            tolerance=form.tolerance.data or "",
            holds_from=form.holds_from.data or "",
            by=signed_in(),
            at=now(),
        )
        return f"The target holds from {held_from_words(row.holds_from)}."

    return _set("targets", "measures/targets.html", find_measure(db.session, measure_id), form, save)


@blueprint.route("/<int:measure_id>/comparators", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def comparators(measure_id: int) -> Answer:
    form = ComparatorForm()

    def save(measure: Measure) -> str:
        row = set_comparator(
            db.session,
            measure,
            kind=form.kind.data,
            year=form.year.data or "",
            value=form.value.data or "",
            source=form.source.data or "",
            by=signed_in(),
            at=now(),
        )
        return f"{row.kind.label} of {Year(row.starting_year)} is saved."

    return _set("comparators", "measures/comparators.html", find_measure(db.session, measure_id), form, save)


@blueprint.post("/<int:measure_id>/thresholds/<int:row_id>/remove")
@requires(Permission.MANAGE_MEASURES)
def remove_threshold(measure_id: int, row_id: int) -> Response:
    measure = find_measure(db.session, measure_id)
    row = find_standard(db.session, MeasureThreshold, measure, row_id)
    return _removed("thresholds", measure, row, "The thresholds are taken away.")


@blueprint.post("/<int:measure_id>/targets/<int:row_id>/remove")
@requires(Permission.MANAGE_MEASURES)
def remove_target(measure_id: int, row_id: int) -> Response:
    measure = find_measure(db.session, measure_id)
    row = find_standard(db.session, MeasureTarget, measure, row_id)
    return _removed("targets", measure, row, "The target is taken away.")


@blueprint.post("/<int:measure_id>/comparators/<int:row_id>/remove")
@requires(Permission.MANAGE_MEASURES)
def remove_comparator(measure_id: int, row_id: int) -> Response:
    measure = find_measure(db.session, measure_id)
    row = find_standard(db.session, MeasureComparator, measure, row_id)
    return _removed("comparators", measure, row, "The comparator is taken away.")


def _set(kind: str, template: str, measure: Measure, form: Form, save: Callable[[Measure], str]) -> Answer:
    """Shows what is set of this kind with the form below, and saves what the form was sent with."""
    if form.is_sent_and_valid():
        try:
            sentence = save(measure)
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        else:
            db.session.commit()
            flash(sentence, "success")
            return redirect(url_for(f".{kind}", measure_id=measure.id))
    table = standards_view(measure, standard_history(db.session, measure))[kind]
    page = render_template(
        template,
        form=form,
        measure=measure,
        table=table,
        polarity=POLARITIES[measure.polarity].lower(),
        example=EXAMPLES.get(measure.polarity, ""),
    )
    return page, 200 if request.method == "GET" else 422


def _removed(kind: str, measure: Measure, row: Standard, sentence: str) -> Response:
    remove_standard(db.session, measure, row, by=signed_in(), at=now())
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for(f".{kind}", measure_id=measure.id))
