"""What an audit measure counts: chosen here, looked at before it is saved, and never typed in as figures."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import Conflict, InvalidInput, Problem
from qa_app.domain.measure_details import unit_counted
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import MeasureFacts
from qa_app.extensions import db
from qa_app.features.measures.audit_form import (
    AuditFields,
    ChangeAuditForm,
    NewAuditMeasureForm,
    audit_values,
)
from qa_app.features.measures.audit_results import NOT_SAID, results_table
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.figures_view import FiguresView
from qa_app.presenters.measures.audit_words import definition_words
from qa_app.queries.audit_measure_choices import audit_measure_choices
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measure_responsible import people_to_ask
from qa_app.queries.measures import find_measure, measure_options
from qa_app.services.audit_measures import add_audit_measure, change_audit, check_audit
from qa_app.web.clock import now, today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.permissions import requires

USUAL = {
    "counts": Counts.MET.value,
    "polarity": Polarity.HIGHER_IS_BETTER.value,
    "frequency": Frequency.QUARTER,
    "decimals": 0,
    "responsible": 0,
    "area": 0,
    "stream": 0,
    "tool": "",
}

FIND, SHOW = "find", "show"
"""What a button of the form asks for instead of saving."""

PERIODS_SHOWN = 8


@blueprint.route("/new-audit", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def new_audit() -> Response | tuple[str, int]:
    form = NewAuditMeasureForm(audit_measure_choices(db.session), people_to_ask(db.session), data=USUAL)
    shown, status = None, 200 if request.method == "GET" else 422
    if _is_asked_for(FIND):
        status = 200
    elif _is_asked_for(SHOW):
        shown = _what_it_gives(form)
        status = 200 if shown else 422
    elif form.is_sent_and_valid():
        try:
            measure = add_audit_measure(
                db.session, form.details, form.audit, thresholds=form.thresholds, by=signed_in(), at=now()
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        except Conflict as error:
            db.session.rollback()
            form.form_errors.append(str(error))
            status = 409
        else:
            db.session.commit()
            flash(f"{measure.name} is in the catalogue, with its figures.", "success")
            return redirect(url_for(".results", measure_id=measure.id))
    outcomes = measure_options(db.session).outcomes
    return render_template("measures/new_audit.html", form=form, shown=shown, outcomes=outcomes), status


@blueprint.route("/<int:measure_id>/change-audit", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def change_audit_definition(measure_id: int) -> Response | tuple[str, int]:
    measure = find_measure(db.session, measure_id)
    facts, choices = facts_of(measure), audit_measure_choices(db.session)
    if not facts.is_audit:
        abort(404)
    values = audit_values(facts.audit) if facts.audit else USUAL
    form = ChangeAuditForm(choices, data=values | {"opened": measure.version})
    shown, status = None, 200 if request.method == "GET" else 422
    if _is_asked_for(FIND):
        status = 200
    elif _is_asked_for(SHOW):
        shown = _what_it_gives(form)
        status = 200 if shown else 422
    elif form.is_sent_and_valid():
        try:
            change_audit(
                db.session,
                measure,
                form.audit,
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
            status = 409
        else:
            db.session.commit()
            flash(f"{measure.name} counts what you chose now.", "success")
            return redirect(url_for(".results", measure_id=measure.id))
    saved = facts_of(measure).audit
    return render_template(
        "measures/change_audit.html",
        form=form,
        measure=measure,
        shown=shown,
        now=definition_words(saved, choices) if saved else NOT_SAID,
    ), status


def _is_asked_for(button: str) -> bool:
    return request.method == "POST" and request.form.get("then") == button


def _what_it_gives(form: AuditFields) -> tuple[str, FiguresView | None] | None:
    """In words and in the latest quarters; None where it cannot be counted, with the problems in the form."""
    try:
        if form.counts.data not in set(Counts):
            raise InvalidInput([Problem("counts", "Choose which answers count")])
        audit = form.audit
        check_audit(db.session, audit)
    except InvalidInput as error:
        form.add_problems(error)
        return None
    periods = Quarter.of(today()).ending(PERIODS_SHOWN)
    table = results_table(_not_yet_there(audit), periods=periods, scope=current_scope())
    titled = replace(table, title=f"The latest {PERIODS_SHOWN} quarters") if table else None
    return definition_words(audit, form.audit_choices), titled


def _not_yet_there(audit: AuditDefinition) -> MeasureFacts:
    """A measure that would count this."""
    return MeasureFacts(
        id=0,
        code="",
        name="",
        kind=MeasureKind.AUDIT,
        unit=unit_counted(audit),
        polarity=Polarity.HIGHER_IS_BETTER,
        measure_period=MeasurePeriod.CUMULATIVE,
        frequency=Frequency.QUARTER,
        audit=audit,
    )
