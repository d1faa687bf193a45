"""The lines of a scorecard: chosen from the measures, put in order, numbered, taken off."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from qa_app.domain.measures import MeasureKind
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.scorecards.blueprint import blueprint
from qa_app.features.scorecards.build_page import adding_page, at_line, at_theme, numbers_page
from qa_app.features.scorecards.building import show_build, theme_of
from qa_app.features.scorecards.forms import NumbersForm, ScorecardForm
from qa_app.features.scorecards.saving import Opened, is_saved
from qa_app.models import Scorecard, ScorecardLine
from qa_app.queries.scorecards import (
    MeasuresSought,
    find_scorecard,
    measures_by_id,
    measures_to_add,
    outcomes,
)
from qa_app.services import scorecard_lines as lines
from qa_app.web.addresses import row_number
from qa_app.web.opened_form import status_of
from qa_app.web.permissions import requires


@blueprint.route("/<int:scorecard_id>/themes/<int:theme_id>/measures", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def add_lines(scorecard_id: int, theme_id: int) -> Response | tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    theme, form = theme_of(scorecard, theme_id), ScorecardForm(data={"opened": scorecard.version})
    chosen = [number for text in request.form.getlist("measures") if (number := row_number(text)) is not None]

    def change(opened: Opened) -> None:
        lines.add_lines(db.session, scorecard, theme, measures_by_id(db.session, chosen), **opened)

    if is_saved(form, scorecard, change):
        flash(f"{plural(len(chosen), 'line')} added to “{theme.title}”.", "success")
        return redirect(at_theme(scorecard, theme))
    sought = _sought(request.args)
    page = adding_page(
        scorecard,
        theme_of(scorecard, theme_id),
        measures_to_add(db.session, scorecard, sought),
        sought=sought,
        outcomes=outcomes(db.session),
        chosen=chosen,
        wrong=form.form_errors,
    )
    return render_template("scorecards/add_lines.html", form=form, **page), status_of(form)


@blueprint.post("/<int:scorecard_id>/lines/<int:line_id>/move-up")
@requires(Permission.MANAGE_MEASURES)
def move_line_up(scorecard_id: int, line_id: int) -> Response | tuple[str, int]:
    return _move(scorecard_id, line_id, places=-1)


@blueprint.post("/<int:scorecard_id>/lines/<int:line_id>/move-down")
@requires(Permission.MANAGE_MEASURES)
def move_line_down(scorecard_id: int, line_id: int) -> Response | tuple[str, int]:
    return _move(scorecard_id, line_id, places=1)


@blueprint.post("/<int:scorecard_id>/lines/<int:line_id>/remove")
@requires(Permission.MANAGE_MEASURES)
def remove_line(scorecard_id: int, line_id: int) -> Response | tuple[str, int]:
    scorecard, form = find_scorecard(db.session, scorecard_id), ScorecardForm()
    line = line_of(scorecard, line_id)
    name = line.measure.name

    def change(opened: Opened) -> None:
        lines.remove_line(db.session, scorecard, line, **opened)

    if is_saved(form, scorecard, change):
        flash(f"“{name}” is taken off the scorecard. Its values and comments stay.", "success")
        return redirect(url_for(".build", scorecard_id=scorecard.id))
    return show_build(scorecard, form)


@blueprint.route("/<int:scorecard_id>/numbers", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def number_lines(scorecard_id: int) -> Response | tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    form = NumbersForm(data={"opened": scorecard.version})
    typed = {
        line.id: request.form[f"number_{line.id}"]
        for line in lines.lines_of(scorecard)
        if f"number_{line.id}" in request.form
    }

    def change(opened: Opened) -> None:
        lines.number_lines(db.session, scorecard, typed, **opened)

    if is_saved(form, scorecard, change):
        flash("The numbers are saved.", "success")
        return redirect(url_for(".build", scorecard_id=scorecard.id))
    page = numbers_page(scorecard, typed, form)
    return render_template("scorecards/numbers.html", form=form, **page), status_of(form)


@blueprint.post("/<int:scorecard_id>/numbers/consecutive")
@requires(Permission.MANAGE_MEASURES)
def number_consecutively(scorecard_id: int) -> Response | tuple[str, int]:
    scorecard, form = find_scorecard(db.session, scorecard_id), ScorecardForm()

    def change(opened: Opened) -> None:
        lines.number_consecutively(db.session, scorecard, **opened)

    if is_saved(form, scorecard, change):
        flash("The lines are numbered 1, 2, 3 and so on.", "success")
        return redirect(url_for(".build", scorecard_id=scorecard.id))
    return show_build(scorecard, form)


def line_of(scorecard: Scorecard, line_id: int) -> ScorecardLine:
    """Raises NoResultFound, which the web shows as 404."""
    for line in lines.lines_of(scorecard):
        if line.id == line_id:
            return line
    raise NoResultFound


def _move(scorecard_id: int, line_id: int, *, places: int) -> Response | tuple[str, int]:
    scorecard, form = find_scorecard(db.session, scorecard_id), ScorecardForm()
    line = line_of(scorecard, line_id)

    def change(opened: Opened) -> None:
        lines.move_line(db.session, scorecard, line, places=places, **opened)

    if is_saved(form, scorecard, change):
        return redirect(at_line(scorecard, line))
    return show_build(scorecard, form)


def _sought(args: Mapping[str, str]) -> MeasuresSought:
    """A kind that there is not narrows nothing."""
    kind = args.get("kind", "")
    return MeasuresSought(
        text=args.get("text", "")[:100],
        outcome=args.get("outcome", ""),
        kind=MeasureKind(kind) if kind in list(MeasureKind) else None,
    )
