"""Making a report, waiting for it, and taking it away."""

from flask import Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.quarter_report import parse_quarter
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.reports.blueprint import blueprint
from qa_app.features.reports.choosing import quarter_at
from qa_app.features.reports.drawing import draw_beside
from qa_app.features.reports.presenters import made_page
from qa_app.models import QuarterReport, ReportState
from qa_app.queries.quarter_report import areas_of, find_report, reports_made
from qa_app.queries.scorecards import find_scorecard
from qa_app.services.report_making import ask_again, ask_for_report, may_take
from qa_app.web.activity import Renews, renews
from qa_app.web.clock import now, today
from qa_app.web.current import signed_in
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.report_files import MIMETYPES, dated_name


@blueprint.post("/<int:scorecard_id>/<period>/make")
@requires(Permission.READ_SCORECARDS)
def make(scorecard_id: int, period: str) -> AnyResponse:
    scorecard, chosen, person = (
        find_scorecard(db.session, scorecard_id),
        quarter_at(period, today=today()),
        signed_in(),
    )
    mine = reports_made(db.session, asked_by_id=person.id, scorecard_id=scorecard_id, quarter=chosen)
    under_way = next((report for report in mine if report.state is ReportState.DRAWING), None)
    if under_way is not None:
        # Pressed twice, or in two tabs.
        return redirect(url_for(".made", report_id=under_way.id))
    report = ask_for_report(db.session, scorecard, chosen, by=person, at=now())
    db.session.commit()
    draw_beside(report)
    return redirect(url_for(".made", report_id=report.id))


@blueprint.get("/made/<int:report_id>")
@requires(Permission.READ_SCORECARDS)
def made(report_id: int) -> str:
    report = _own(report_id)
    return render_template(
        "reports/made.html",
        report=report,
        scorecard=find_scorecard(db.session, report.scorecard_id),
        quarter=parse_quarter(report.period),
        page=made_page(report, areas_of(db.session, report), reader_id=signed_in().id),
    )


@blueprint.get("/made/<int:report_id>/progress")
@requires(Permission.READ_SCORECARDS)
@renews(Renews.NEVER)
def progress(report_id: int) -> dict[str, bool | int | str]:
    report = _own(report_id)
    return {
        "waiting": report.state is ReportState.DRAWING,
        "done": report.done,
        "total": report.total,
        "text": report.step,
    }


@blueprint.post("/made/<int:report_id>/again")
@requires(Permission.READ_SCORECARDS)
def again(report_id: int) -> AnyResponse:
    report = _own(report_id)
    try:
        ask_again(db.session, report, by=signed_in(), at=now())
    except TransitionNotAllowed:
        # It came to an end meanwhile.
        db.session.rollback()
        return redirect(url_for(".made", report_id=report_id))
    db.session.commit()
    draw_beside(report)
    return redirect(url_for(".made", report_id=report_id))


@blueprint.get("/made/<int:report_id>/<any(pdf, xlsx):extension>")
@requires(Permission.READ_SCORECARDS)
def take(report_id: int, extension: str) -> Response:
    report = _own(report_id)
    content = report.pdf if extension == "pdf" else report.xlsx
    if content is None:
        abort(404)
    name = dated_name("quality-report", report.period, drawn_at=report.asked_at, extension=extension)
    return download(content, filename=name, mimetype=MIMETYPES[extension])


def _own(report_id: int) -> QuarterReport:
    """What somebody else asked for does not exist for them, unless they see as much of everything."""
    report = find_report(db.session, report_id)
    if not may_take(report, signed_in()):
        abort(404)
    return report
