"""A new scorecard, its settings, and whether it is in use."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard_settings import Settings
from qa_app.extensions import db
from qa_app.features.scorecards.blueprint import blueprint
from qa_app.features.scorecards.forms import SettingsForm, settings_of, settings_values
from qa_app.features.scorecards.saving import Opened, is_saved
from qa_app.models import Scorecard
from qa_app.queries.scorecards import find_scorecard
from qa_app.services import scorecards
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.opened_form import saved_by_them, status_of
from qa_app.web.permissions import requires


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def new() -> Response | tuple[str, int]:
    form = SettingsForm(data=settings_values(Settings(title="")))
    if form.is_sent_and_valid():
        try:
            scorecard = scorecards.add_scorecard(db.session, form.settings, by=signed_in(), at=now())
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{scorecard.title} is started. Now put its themes and measures on it.", "success")
            return redirect(url_for(".build", scorecard_id=scorecard.id))
    status = 200 if request.method == "GET" else 422
    return render_template("scorecards/new.html", form=form), status


@blueprint.route("/<int:scorecard_id>/settings", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def settings(scorecard_id: int) -> Response | tuple[str, int]:
    scorecard = find_scorecard(db.session, scorecard_id)
    form = _form(scorecard)

    def change(opened: Opened) -> None:
        scorecards.change_settings(db.session, scorecard, form.settings, **opened)

    if is_saved(form, scorecard, change):
        flash("The settings are saved.", "success")
        return redirect(url_for(".build", scorecard_id=scorecard.id))
    theirs = saved_by_them(form, _form(scorecard, formdata=None)) if form.clashed else []
    page = render_template("scorecards/settings.html", form=form, scorecard=scorecard, theirs=theirs)
    return page, status_of(form)


@blueprint.post("/<int:scorecard_id>/stop")
@requires(Permission.MANAGE_MEASURES)
def stop(scorecard_id: int) -> Response:
    scorecard = find_scorecard(db.session, scorecard_id)
    scorecards.stop_using(db.session, scorecard, by=signed_in(), at=now())
    db.session.commit()
    flash(
        f"{scorecard.title} is out of use. Its measures go on, and what was published of it stays.",
        "success",
    )
    return redirect(url_for(".index"))


@blueprint.post("/<int:scorecard_id>/use-again")
@requires(Permission.MANAGE_MEASURES)
def start_again(scorecard_id: int) -> Response:
    scorecard = find_scorecard(db.session, scorecard_id)
    scorecards.use_again(db.session, scorecard, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{scorecard.title} is in use again.", "success")
    return redirect(url_for(".build", scorecard_id=scorecard.id))


def _form(scorecard: Scorecard, **named: None) -> SettingsForm:
    values = settings_values(settings_of(scorecard)) | {"opened": scorecard.version}
    return SettingsForm(data=values, **named)
