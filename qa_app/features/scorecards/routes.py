"""The scorecards to read: the list, one of them in a period and a layout, and its files."""

from typing import Any

from flask import Response, render_template, request

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import ScorecardChoice
from qa_app.domain.scorecard_periods import latest_finished
from qa_app.extensions import db
from qa_app.features.scorecards import files
from qa_app.features.scorecards.blueprint import blueprint
from qa_app.features.scorecards.choosing import query_of, selects
from qa_app.features.scorecards.links import PageLinks
from qa_app.features.scorecards.presenters import list_page, reading_page
from qa_app.presenters.scorecards import lay_out
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from qa_app.queries.scorecard_exceptions import owed_comments
from qa_app.queries.scorecards import all_scorecards, first_month_known, frequency_of
from qa_app.services.publishing import may_publish
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope, signed_in
from qa_app.web.downloads import download
from qa_app.web.drawing import as_shown
from qa_app.web.kept import kept
from qa_app.web.permissions import requires
from qa_app.web.profiles import asked_profile
from qa_app.web.report_files import MIMETYPES
from qa_app.web.scorecard_asked import Asked, asked_for
from qa_app.web.unchanged import unless_unchanged

__all__ = ["blueprint"]


@blueprint.get("")
@requires(Permission.READ_SCORECARDS)
@unless_unchanged
def index() -> str:
    may, day = signed_in().permissions, today()
    builds = Permission.MANAGE_MEASURES in may
    owed = owed_comments(db.session, current_scope(), today=day) if Permission.ENTER_VALUES in may else ()
    page = list_page(all_scorecards(db.session), owed, builds=builds, today=day)
    return render_template("scorecards/index.html", **page)


@blueprint.get("/<int:scorecard_id>")
@requires(Permission.READ_SCORECARDS)
@unless_unchanged
def show(scorecard_id: int) -> str | tuple[str, int]:
    page = kept(lambda: _page(scorecard_id), "scorecard", scorecard_id, tuple(request.args.items()))
    return render_template("scorecards/show.html", **page), 422 if page["problems"] else 200


def _page(scorecard_id: int) -> dict[str, Any]:
    """Everything that the template lays out."""
    frequency, day = frequency_of(db.session, scorecard_id), today()
    first_month = first_month_known(db.session, scorecard_id)
    try:
        asked = asked_for(request.args, frequency, today=day)
    except InvalidInput as error:
        choice = _choice(scorecard_id, Asked(latest_finished(frequency, day)))
        lists = selects(request.args, choice, first_month=first_month, today=day, error=error)
        problems = [(problem.field, problem.message) for problem in error.problems]
        return {"choice": choice, "selects": lists, "problems": problems, "view": None}
    choice = _choice(scorecard_id, asked)
    scope, may = current_scope(), signed_in().permissions
    scorecard = read_scorecard(db.session, choice, scope)
    links = PageLinks(choice, scope=scope, permissions=may)
    report = lay_out(scorecard, author=council_name(), drawn_at=now(), links=links)
    return {
        "choice": choice,
        "selects": selects(request.args, choice, first_month=first_month, today=day),
        "problems": (),
        "query": query_of(choice),
        "publishes": may_publish(signed_in()) and choice.last.last_day < day,
        "sees_all": scope.areas is None,
        **reading_page(scorecard, report, may=may),
    }


@blueprint.get("/<int:scorecard_id>/export/<any(csv, xlsx, pdf):extension>")
@requires(Permission.READ_SCORECARDS)
def export(scorecard_id: int, extension: str) -> Response:
    choice, profile, drawn_at = (
        _asked_choice(scorecard_id),
        asked_profile(request.args, current_scope()),
        now(),
    )
    scorecard = as_shown(read_scorecard(db.session, choice, current_scope()), profile)
    content = files.export_bytes(scorecard, extension, profile, author=council_name(), drawn_at=drawn_at)
    name = files.file_name(choice, choice.layout.value, profile, drawn_at=drawn_at, extension=extension)
    return download(content, filename=name, mimetype=MIMETYPES[extension])


@blueprint.get("/<int:scorecard_id>/export/figures")
@requires(Permission.READ_SCORECARDS)
def export_figures(scorecard_id: int) -> Response:
    choice, profile, drawn_at = (
        _asked_choice(scorecard_id),
        asked_profile(request.args, current_scope()),
        now(),
    )
    scorecard = as_shown(read_scorecard(db.session, choice, current_scope()), profile)
    content = files.figures_bytes(scorecard)
    name = files.file_name(choice, files.FIGURES, profile, drawn_at=drawn_at, extension="csv")
    return download(content, filename=name, mimetype=MIMETYPES["csv"])


def _asked_choice(scorecard_id: int) -> ScorecardChoice:
    """Raises InvalidInput and NoResultFound."""
    frequency = frequency_of(db.session, scorecard_id)
    return _choice(scorecard_id, asked_for(request.args, frequency, today=today()))


def _choice(scorecard_id: int, asked: Asked) -> ScorecardChoice:
    return scorecard_choice(
        db.session, scorecard_id, last=asked.last, layout=asked.layout, periods=asked.periods
    )
