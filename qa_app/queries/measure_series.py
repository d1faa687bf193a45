"""The readings of measures over time, entered ones and those that audits give."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Series
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.queries.audit_readings import audit_series
from qa_app.queries.measure_values import entered_readings


def series_of(
    session: Session,
    measures: Sequence[MeasureFacts],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> dict[int, Series]:
    """By measure, what is known of the periods from first to last, in at most four statements.

    Audit measures are counted by periods of the kind of `last`, of the audits within the scope; values
    that were entered are of whatever periods they are about.
    """
    entered = entered_readings(
        session,
        [measure for measure in measures if not measure.is_audit],
        first_month=first.first_month,
        last_month=last.last_month,
    )
    counted = audit_series(session, measures, first=first, last=last, scope=scope)
    return {
        measure.id: counted.get(measure.id) or Series(entered.get(measure.id, {}), frozenset(measure.breaks))
        for measure in measures
    }
