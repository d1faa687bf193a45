"""What a control chart can be drawn of: the readings of a measure in periods that are over."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from qa_app.domain.charted_readings import ChartedReadings, charted_readings, periods_over
from qa_app.domain.control_charts import points_lacking
from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import KINDS
from qa_app.domain.readings import Series
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.queries.measure_series import series_of
from qa_app.queries.measure_span import months_with_figures


@dataclass(frozen=True)
class Chartable:
    """`kinds` are the kinds of period that there are figures of; `readings` are of the one chosen."""

    kinds: tuple[Frequency, ...]
    kind: Frequency
    readings: ChartedReadings


def chartable(
    session: Session,
    measure: MeasureFacts,
    *,
    wanted: Frequency | None,
    most: int,
    today: date,
    scope: Scope,
) -> Chartable:
    """The latest points, `most` at most, by the kind of period `wanted` where there are figures of it.

    Else by that of the measure, unless it has too few points and another kind has enough.
    """
    span = months_with_figures(session, measure, scope)
    if span is None:
        return Chartable((), measure.frequency, ChartedReadings())
    first, last = span
    periods = {
        kind: periods_over(type_, first=first, last=last, today=today) for kind, type_ in KINDS.items()
    }
    series = _by_kind(session, measure, first=first, last=last, scope=scope)
    found = {
        kind: charted_readings(measure, series[kind], periods[kind], most=most)
        for kind in KINDS
        if periods[kind]
    }
    kinds = tuple(kind for kind, readings in found.items() if readings.points)
    usual = [kind for kind in (measure.frequency, *kinds) if kind in kinds]
    enough = [kind for kind in usual if not points_lacking(len(found[kind].points))]
    asked = [wanted] if wanted is not None and wanted in kinds else []
    chosen = next(iter((*asked, *enough, *usual)), measure.frequency)
    return Chartable(kinds, chosen, found.get(chosen, ChartedReadings()))


def _by_kind(
    session: Session, measure: MeasureFacts, *, first: date, last: date, scope: Scope
) -> dict[Frequency, Series]:
    """What was entered is read once, of whatever periods; audits are counted by each kind of period."""

    def counted(kind: Frequency) -> Series:
        period = KINDS[kind]
        spanned = {"first": period.of(first), "last": period.of(last)}
        return series_of(session, [measure], **spanned, scope=scope)[measure.id]

    if measure.is_audit:
        return {kind: counted(kind) for kind in KINDS}
    return dict.fromkeys(KINDS, counted(Frequency.YEAR))
