"""Entering the values of a period, all measures on one page, and reading what was ever entered of one."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import Conflict
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.value_choice import Asked, asked, grid_selects
from qa_app.features.measures.value_grid import GridLine, grid_lines, grid_problems, page_words, saved_words
from qa_app.features.measures.value_history import history_page
from qa_app.features.measures.value_typed import typed_rows
from qa_app.queries.measures import find_measure
from qa_app.queries.value_grid import GridRow, grid_options, rows_of, usual_frequency, value_grid
from qa_app.queries.value_history import value_history as all_values
from qa_app.services.importing_template import TemplateFormat
from qa_app.services.importing_value_template import values_template
from qa_app.services.measure_values import RefusedValues, save_values
from qa_app.web.clock import now, today
from qa_app.web.current import signed_in
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.report_files import MIMETYPES


@blueprint.get("/values")
@requires(Permission.ENTER_VALUES)
def values() -> tuple[str, int]:
    wanted = _asked()
    rows = [] if wanted.error else value_grid(db.session, wanted.choice)
    return _page(wanted, rows, grid_lines(rows), status=422 if wanted.error else 200)


@blueprint.post("/values")
@requires(Permission.ENTER_VALUES)
def enter_values() -> AnyResponse | tuple[str, int]:
    wanted, typed = _asked(), typed_rows(request.form)
    if wanted.error:
        return values()  # type: ignore[no-any-return]  # requires() keeps what a view returns
    try:
        saved = save_values(db.session, wanted.choice.period, typed, by=signed_in(), at=now())
    except (RefusedValues, Conflict) as error:
        db.session.rollback()
        refused = error if isinstance(error, RefusedValues) else RefusedValues({})
        if isinstance(error, Conflict):
            flash(str(error))
        rows = rows_of(db.session, typed, wanted.choice.period)
        lines = grid_lines(rows, typed=typed, refused=refused)
        is_clash = isinstance(error, Conflict) or bool(refused.clashes)
        return _page(wanted, rows, lines, status=409 if is_clash else 422)
    db.session.commit()
    for warning in saved.warnings:
        flash(f"{warning}.")
    flash(saved_words(saved), "success")
    return redirect(f"{url_for('.values')}?{wanted.query}")


@blueprint.get("/values/file.<any(csv, xlsx):extension>")
@requires(Permission.ENTER_VALUES)
def values_file(extension: str) -> Response:
    wanted = _asked()
    rows = value_grid(db.session, wanted.choice)
    period = wanted.choice.period
    content = values_template(rows, period, TemplateFormat(extension), title=f"Values, {period}")
    return download(content, filename=f"values-{period.key}.{extension}", mimetype=MIMETYPES[extension])


@blueprint.get("/<int:measure_id>/values")
@requires(Permission.READ_SCORECARDS)
def value_history(measure_id: int) -> str:
    measure = find_measure(db.session, measure_id)
    page = history_page(measure, all_values(db.session, measure))
    return render_template("measures/value_history.html", measure=measure, **page)


def _asked() -> Asked:
    return asked(request.args, usual=usual_frequency(db.session), today=today())


def _page(wanted: Asked, rows: list[GridRow], lines: list[GridLine], *, status: int) -> tuple[str, int]:
    period = wanted.choice.period
    problems = [("period", wanted.error)] if wanted.error else grid_problems(lines)
    options = grid_options(db.session, frequency_of(period))
    page = render_template(
        "measures/values.html",
        wanted=wanted,
        lines=lines,
        problems=problems,
        selects=grid_selects(wanted, options, today=today()),
        may_import=Permission.IMPORT in signed_in().permissions,
        **page_words(rows, period, today=today()),
    )
    return page, status
