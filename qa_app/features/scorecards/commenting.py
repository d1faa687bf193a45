"""What is said of the lines of a scorecard, and which of them still ask for it."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from qa_app.domain.errors import Conflict, InvalidInput, Problem
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import Comment, Line, Scorecard
from qa_app.extensions import db
from qa_app.features.scorecards.blueprint import blueprint
from qa_app.features.scorecards.choosing import periods_offered
from qa_app.features.scorecards.comment_form import CommentForm
from qa_app.features.scorecards.comment_page import comment_page, exceptions_page
from qa_app.models import Measure
from qa_app.queries.commentary import versions_of
from qa_app.queries.scorecard import is_told, read_scorecard, scorecard_choice
from qa_app.queries.scorecards import first_month_known, frequency_of
from qa_app.services.commentary import check_may_comment, save_comment
from qa_app.web.clock import now, today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.opened_form import saved_by_them, status_of
from qa_app.web.permissions import requires
from qa_app.web.scorecard_asked import asked_for, period_asked_for


@blueprint.route("/<int:scorecard_id>/comments/<int:measure_id>", methods=["GET", "POST"])
@requires(Permission.READ_SCORECARDS)
def comment(scorecard_id: int, measure_id: int) -> Response | tuple[str, int]:
    """Raises NotPermitted when somebody else sends it."""
    scorecard = _scorecard(scorecard_id)
    line = _line(scorecard, measure_id)
    form = CommentForm(scorecard.choice, line.comment or Comment())
    theirs: list[tuple[str, str]] = []
    if request.method == "POST":
        check_may_comment(db.session.get_one(Measure, measure_id), signed_in())
    if form.is_sent_and_valid():
        measure, period = db.session.get_one(Measure, measure_id), scorecard.choice.last
        try:
            written = save_comment(
                db.session,
                measure,
                period,
                form.said,
                opened_at_number=form.opened_at,
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        except Conflict as error:
            scorecard = _scorecard(scorecard_id)
            line = _line(scorecard, measure_id)
            saved = CommentForm(scorecard.choice, line.comment or Comment(), formdata=None)
            form.clash(str(error), version=line.comment.number if line.comment else 0)
            theirs = saved_by_them(form, saved, besides=form.not_asked)
        else:
            db.session.commit()
            flash("The comment is saved." if written else "That is what it says already.", "success")
            return redirect(_at_exceptions(scorecard))
    page = comment_page(
        scorecard,
        line,
        versions_of(db.session, measure_id, scorecard.choice.last),
        person=signed_in(),
    )
    return render_template("scorecards/comment.html", form=form, theirs=theirs, **page), status_of(form)


@blueprint.get("/<int:scorecard_id>/exceptions")
@requires(Permission.READ_SCORECARDS)
def exceptions(scorecard_id: int) -> tuple[str, int]:
    frequency, problems, day = frequency_of(db.session, scorecard_id), list[Problem](), today()
    last = period_asked_for(request.args, frequency, problems, today=day)
    choice = scorecard_choice(db.session, scorecard_id, last=last, periods=1)
    scorecard = read_scorecard(db.session, choice, current_scope())
    offered = periods_offered(choice, first_month_known(db.session, scorecard_id), day)
    page = exceptions_page(scorecard, person=signed_in(), offered=offered, asked=request.args, wrong=problems)
    return render_template("scorecards/exceptions.html", **page), 422 if problems else 200


def _scorecard(scorecard_id: int) -> Scorecard:
    """With the period before, which the comment is compared with. Raises InvalidInput, NoResultFound."""
    asked = asked_for(request.args, frequency_of(db.session, scorecard_id), today=today())
    choice = scorecard_choice(db.session, scorecard_id, last=asked.last, layout=asked.layout, periods=2)
    return read_scorecard(db.session, choice, current_scope())


def _line(scorecard: Scorecard, measure_id: int) -> Line:
    """Raises NoResultFound, which the web shows as 404."""
    for line in scorecard.lines:
        if line.measure.id == measure_id and is_told(line.measure, current_scope()):
            return line
    raise NoResultFound


def _at_exceptions(scorecard: Scorecard) -> str:
    choice = scorecard.choice
    return url_for(".exceptions", scorecard_id=choice.id, period=choice.last.key)
