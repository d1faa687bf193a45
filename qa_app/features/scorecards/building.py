"""What stands on a scorecard: its themes, in order."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.scorecards.blueprint import blueprint
from qa_app.features.scorecards.build_page import at_theme, build_page, removing_page
from qa_app.features.scorecards.forms import LibraryForm, ScorecardForm, ThemeForm
from qa_app.features.scorecards.saving import Opened, is_saved
from qa_app.models import Scorecard, ScorecardTheme
from qa_app.queries.scorecards import find_scorecard, libraries_to_add
from qa_app.services import scorecard_themes as themes
from qa_app.services.scorecard_libraries import add_library
from qa_app.web.opened_form import saved_by_them, status_of
from qa_app.web.permissions import requires


@blueprint.get("/<int:scorecard_id>/build")
@requires(Permission.MANAGE_MEASURES)
def build(scorecard_id: int) -> tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    return show_build(scorecard, ScorecardForm(data={"opened": scorecard.version}))


def show_build(scorecard: Scorecard, form: ScorecardForm) -> tuple[str, int]:
    """The page that everything is put in order on, with what went wrong where a button was pressed."""
    page = build_page(scorecard, libraries_to_add(db.session, scorecard))
    return render_template("scorecards/build.html", form=form, **page), status_of(form)


@blueprint.post("/<int:scorecard_id>/libraries")
@requires(Permission.MANAGE_MEASURES)
def add_from_library(scorecard_id: int) -> Response | tuple[str, int]:
    scorecard, form = find_scorecard(db.session, scorecard_id), LibraryForm()
    added = 0

    def change(opened: Opened) -> None:
        nonlocal added
        added = add_library(db.session, scorecard, form.library.data or "", **opened)

    try:
        if is_saved(form, scorecard, change):
            flash(f"{plural(added, 'line')} added, under the themes that the library prints.", "success")
            return redirect(url_for(".build", scorecard_id=scorecard.id))
    except TransitionNotAllowed as error:
        db.session.rollback()
        flash(str(error), "message")
        return redirect(url_for(".build", scorecard_id=scorecard.id))
    return show_build(scorecard, form)


@blueprint.route("/<int:scorecard_id>/themes/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def add_theme(scorecard_id: int) -> Response | tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    form = ThemeForm(data={"opened": scorecard.version})

    def change(opened: Opened) -> None:
        themes.add_theme(db.session, scorecard, form.title.data or "", **opened)

    if is_saved(form, scorecard, change):
        flash(f"“{scorecard.themes[-1].title}” is added. Now put measures under it.", "success")
        return redirect(at_theme(scorecard, scorecard.themes[-1]))
    page = render_template(
        "scorecards/theme.html", form=form, scorecard=scorecard, heading="Add a theme", theirs=[]
    )
    return page, status_of(form)


@blueprint.route("/<int:scorecard_id>/themes/<int:theme_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def rename_theme(scorecard_id: int, theme_id: int) -> Response | tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    theme = theme_of(scorecard, theme_id)
    form = ThemeForm(data={"opened": scorecard.version, "title": theme.title})

    def change(opened: Opened) -> None:
        themes.rename_theme(db.session, scorecard, theme, form.title.data or "", **opened)

    if is_saved(form, scorecard, change):
        flash(f"The theme is called “{theme.title}” now.", "success")
        return redirect(at_theme(scorecard, theme))
    theirs = []
    if form.clashed:
        saved = ThemeForm(data={"title": theme_of(scorecard, theme_id).title}, formdata=None)
        theirs = saved_by_them(form, saved)
    page = render_template(
        "scorecards/theme.html", form=form, scorecard=scorecard, heading="Rename a theme", theirs=theirs
    )
    return page, status_of(form)


@blueprint.post("/<int:scorecard_id>/themes/<int:theme_id>/move-up")
@requires(Permission.MANAGE_MEASURES)
def move_theme_up(scorecard_id: int, theme_id: int) -> Response | tuple[str, int]:
    return _move(scorecard_id, theme_id, places=-1)


@blueprint.post("/<int:scorecard_id>/themes/<int:theme_id>/move-down")
@requires(Permission.MANAGE_MEASURES)
def move_theme_down(scorecard_id: int, theme_id: int) -> Response | tuple[str, int]:
    return _move(scorecard_id, theme_id, places=1)


@blueprint.route("/<int:scorecard_id>/themes/<int:theme_id>/remove", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def remove_theme(scorecard_id: int, theme_id: int) -> Response | tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    theme, form = theme_of(scorecard, theme_id), ScorecardForm(data={"opened": scorecard.version})
    title = theme.title

    def change(opened: Opened) -> None:
        themes.remove_theme(db.session, scorecard, theme, **opened)

    if is_saved(form, scorecard, change):
        flash(f"“{title}” is taken off the scorecard.", "success")
        return redirect(url_for(".build", scorecard_id=scorecard.id))
    page = removing_page(scorecard, theme_of(scorecard, theme_id))
    return render_template("scorecards/remove_theme.html", form=form, **page), status_of(form)


def _move(scorecard_id: int, theme_id: int, *, places: int) -> Response | tuple[str, int]:
    scorecard, form = find_scorecard(db.session, scorecard_id), ScorecardForm()
    theme = theme_of(scorecard, theme_id)

    def change(opened: Opened) -> None:
        themes.move_theme(db.session, scorecard, theme, places=places, **opened)

    if is_saved(form, scorecard, change):
        return redirect(at_theme(scorecard, theme))
    return show_build(scorecard, form)


def theme_of(scorecard: Scorecard, theme_id: int) -> ScorecardTheme:
    """Raises NoResultFound, which the web shows as 404."""
    for theme in scorecard.themes:
        if theme.id == theme_id:
            return theme
    raise NoResultFound
