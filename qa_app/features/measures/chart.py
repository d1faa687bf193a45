"""The control chart of a measure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, render_template, request
from markupsafe import Markup

from qa_app.domain.control_charts import control_chart, points_lacking
from qa_app.domain.measures import Frequency
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.exports.chart_svg import chart_svg
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.figures_view import figures_view
from qa_app.presenters.measures.control_charts import (
    Charted,
    LinkTo,
    control_chart_notes,
    control_chart_report,
    control_chart_rows,
    control_chart_section,
)
from qa_app.queries.control_charts import Chartable, chartable
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measures import find_measure
from qa_app.queries.scopes import areas_counted
from qa_app.web.audit_measure_links import AuditsBehind
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope
from qa_app.web.downloads import download
from qa_app.web.permissions import requires
from qa_app.web.report_files import MIMETYPES, csv_of, dated_name, pdf_of, xlsx_of
from qa_app.web.selects import Select

POINTS = (12, 24, 36, 60)
USUAL_POINTS = 24


@blueprint.get("/<int:measure_id>/chart")
@requires(Permission.READ_SCORECARDS)
def chart(measure_id: int) -> str:
    measure = facts_of(find_measure(db.session, measure_id))
    most, scope = _most(request.args), current_scope()
    found = _chartable(measure, request.args, most=most, scope=scope)
    charted = _charted(measure, found)
    return render_template(
        "measures/chart.html",
        measure=measure,
        selects=_selects(found, most=most),
        query=urlencode({"by": found.kind.value, "points": most}),
        lacking=_lacking(found) if charted is None else "",
        view=_view(charted, scope) if charted else None,
    )


@blueprint.get("/<int:measure_id>/chart/export/<any(csv, xlsx, pdf):extension>")
@requires(Permission.READ_SCORECARDS)
def export_chart(measure_id: int, extension: str) -> Response:
    measure, drawn_at, scope = facts_of(find_measure(db.session, measure_id)), now(), current_scope()
    found = _chartable(measure, request.args, most=_most(request.args), scope=scope)
    charted = _charted(measure, found) or abort(404)
    if extension == "csv":
        content = csv_of(control_chart_rows(charted))
    else:
        report = control_chart_report(
            charted,
            author=council_name(),
            drawn_at=drawn_at,
            limited_to=_limited_to(measure, scope),
        )
        content = (xlsx_of if extension == "xlsx" else pdf_of)(report)
    name = dated_name("control-chart", measure.code, drawn_at=drawn_at, extension=extension)
    return download(content, filename=name, mimetype=MIMETYPES[extension])


def _chartable(measure: MeasureFacts, args: Mapping[str, str], *, most: int, scope: Scope) -> Chartable:
    wanted = args.get("by", "")
    return chartable(
        db.session,
        measure,
        wanted=Frequency(wanted) if wanted in set(Frequency) else None,
        most=most,
        today=today(),
        scope=scope,
    )


def _charted(measure: MeasureFacts, found: Chartable) -> Charted | None:
    values = found.readings.values
    if points_lacking(len(values)):
        return None
    return Charted(measure, found.readings, control_chart(values, measure.polarity))


def _view(charted: Charted, scope: Scope) -> dict[str, Any]:
    section = control_chart_section(charted, link_to=_links(charted.measure, scope))
    assert section.chart is not None  # noqa: S101  # a control chart is a picture and a table
    assert section.table is not None  # noqa: S101
    return {
        "span": section.heading,
        "sentences": section.paragraphs,
        "facts": section.facts,
        "chart": Markup(chart_svg(section.chart)),  # noqa: S704  # escaped by chart_svg
        "table": figures_view(section.table),
        "notes": control_chart_notes(charted, limited_to=_limited_to(charted.measure, scope)),
    }


def _links(measure: MeasureFacts, scope: Scope) -> LinkTo | None:
    if not measure.is_audit or not scope.reads_what_it_counts:
        return None

    behind = AuditsBehind()

    def link_to(period: ReportingPeriod) -> str | None:
        audit = measure.meaning_at(period).audit
        return behind(audit, period, counted=False) if audit else None

    return link_to


def _limited_to(measure: MeasureFacts, scope: Scope) -> tuple[str, ...] | None:
    return areas_counted(db.session, scope) if measure.is_audit else None


def _most(args: Mapping[str, str]) -> int:
    return next((number for number in POINTS if args.get("points") == str(number)), USUAL_POINTS)


def _selects(found: Chartable, *, most: int) -> list[Select]:
    kinds = [Select("by", "One point for each", _kinds(found), found.kind.value)] if found.kinds[1:] else []
    numbers = tuple((str(number), f"The latest {number}") for number in POINTS)
    return [*kinds, Select("points", "Points", numbers, str(most))] if found.kinds else []


def _kinds(found: Chartable) -> tuple[tuple[str, str], ...]:
    return tuple((kind.value, kind.columns) for kind in found.kinds)


def _lacking(found: Chartable) -> str:
    """> A control chart needs 6 points, and there is a figure for 5 quarters that are over: 1 more …"""
    have = len(found.readings.points)
    lacking = points_lacking(have)
    since = " since its definition changed" if found.readings.begins_after_break else ""
    known = f"a figure for {plural(have, found.kind.value)} that {'is' if have == 1 else 'are'} over"
    more = f"{lacking} more {'is' if lacking == 1 else 'are'} needed"
    return f"A control chart needs 6 points, and there is {known if have else 'none yet'}{since}: {more}."
