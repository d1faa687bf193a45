"""What an audit measure gives, period by period, and the audits behind each figure."""

from flask import abort, render_template, request

from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import KINDS
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.roles import Permission
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.figures_view import FiguresView, figures_view
from qa_app.presenters.measures.audit_results import AuditLinks, audit_results, no_links
from qa_app.presenters.measures.audit_words import counted_as, definition_words
from qa_app.queries.audit_measure_choices import audit_measure_choices
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measure_series import series_of
from qa_app.queries.measure_span import months_with_figures
from qa_app.queries.measures import find_measure
from qa_app.queries.scopes import areas_counted
from qa_app.web.audit_measure_links import AuditsBehind
from qa_app.web.clock import today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.permissions import requires
from qa_app.web.selects import Select

KINDS_OFFERED = tuple((each.value, each.columns) for each in Frequency)

NOT_SAID = "It has not been said yet what it counts."


@blueprint.get("/<int:measure_id>/results")
@requires(Permission.READ_SCORECARDS)
def results(measure_id: int) -> str:
    measure, scope = facts_of(find_measure(db.session, measure_id)), current_scope()
    if not measure.is_audit:
        abort(404)
    wanted = request.args.get("by", "")
    kind = Frequency(wanted) if wanted in set(Frequency) else measure.frequency
    choices = audit_measure_choices(db.session)
    table = results_table(
        measure, periods=_periods(measure, kind, scope), scope=scope, links=_links(measure, scope)
    )
    return render_template(
        "measures/results.html",
        measure=measure,
        words=definition_words(measure.audit, choices) if measure.audit else NOT_SAID,
        selects=[Select("by", "A row for each", KINDS_OFFERED, kind)],
        table=table,
        limited_to=areas_counted(db.session, scope),
        counts_answers=bool(measure.audit and measure.audit.questions[1:]) and scope.reads_what_it_counts,
        may_change=Permission.MANAGE_MEASURES in signed_in().permissions,
    )


def results_table(
    measure: MeasureFacts,
    *,
    periods: tuple[ReportingPeriod, ...],
    scope: Scope,
    links: AuditLinks = no_links,
) -> FiguresView | None:
    """Newest first, with what its marks mean; None where there is no period."""
    if not periods or measure.audit is None:
        return None
    scales = audit_measure_choices(db.session).scales
    series = series_of(db.session, [measure], first=periods[0], last=periods[-1], scope=scope)[measure.id]
    table = audit_results(
        measure,
        series,
        periods[::-1],
        counted=counted_as(measure.audit, scales.get(measure.audit.scale or "")),
        links=links,
    )
    return figures_view(table)


def _periods(measure: MeasureFacts, kind: Frequency, scope: Scope) -> tuple[ReportingPeriod, ...]:
    """From the first finished audit to now, oldest first."""
    span = months_with_figures(db.session, measure, scope)
    if span is None:
        return ()
    first, last = KINDS[kind].of(span[0]), KINDS[kind].of(max(span[1], today()))
    return last.ending(last.ordinal - first.ordinal + 1)


def _links(measure: MeasureFacts, scope: Scope) -> AuditLinks:
    if not scope.reads_what_it_counts:
        return no_links

    behind = AuditsBehind()

    def link_to(period: ReportingPeriod, *, counted: bool) -> str | None:
        definition = measure.meaning_at(period).audit
        return behind(definition, period, counted=counted) if definition else None

    return link_to
