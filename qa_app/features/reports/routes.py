"""The reports there are, and what one quarter's is made of."""

from flask import render_template

from qa_app.domain.quarter_report import months_of
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.reports import presenters
from qa_app.features.reports.blueprint import blueprint
from qa_app.features.reports.choosing import quarter_at
from qa_app.queries.choice_options import choice_options
from qa_app.queries.quarter_report import (
    current_texts,
    findings_rows,
    months_with_findings,
    quarters_written_for,
    reports_made,
)
from qa_app.queries.scorecards import all_scorecards, find_scorecard
from qa_app.services.report_making import may_take
from qa_app.web.clock import today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.permissions import requires

__all__ = ["blueprint"]


@blueprint.get("")
@requires(Permission.READ_SCORECARDS)
def index() -> str:
    person = signed_in()
    scorecards = presenters.index_page(
        all_scorecards(db.session),
        today=today(),
        first_month=choice_options(db.session, current_scope()).first_month,
        texts=quarters_written_for(db.session),
        findings=months_with_findings(db.session),
        reports=reports_made(db.session, asked_by_id=person.id),
    )
    return render_template(
        "reports/index.html",
        scorecards=scorecards,
        may_set_up=Permission.MANAGE_MEASURES in person.permissions,
    )


@blueprint.get("/<int:scorecard_id>/<period>")
@requires(Permission.READ_SCORECARDS)
def quarter(scorecard_id: int, period: str) -> str:
    scorecard, day, person = find_scorecard(db.session, scorecard_id), today(), signed_in()
    chosen = quarter_at(period, today=day)
    may_write = Permission.ENTER_VALUES in person.permissions
    texts = current_texts(db.session, scorecard_id, chosen)
    findings = findings_rows(db.session, months_of(chosen))
    reports = reports_made(db.session, asked_by_id=None, scorecard_id=scorecard_id, quarter=chosen)
    return render_template(
        "reports/quarter.html",
        scorecard=scorecard,
        quarter=chosen,
        texts=presenters.text_parts(scorecard_id, chosen, texts, may_write=may_write),
        findings=presenters.findings_parts(scorecard_id, chosen, findings, today=day, may_write=may_write),
        made=presenters.made_reports([report for report in reports if may_take(report, person)]),
        is_over=chosen.last_day < day,
    )
