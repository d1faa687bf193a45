"""A scorecard of sixty measures over eight quarters, half of them audit measures."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit, ValueStatus
from qa_app.domain.periods import Quarter
from qa_app.domain.scales import FOUR_GRADES
from qa_app.domain.scorecard_choice import USUALLY_SHOWN, Against, Layout, StatusRule
from qa_app.models import (
    Commentary,
    Measure,
    MeasureDefinition,
    MeasureThreshold,
    MeasureValue,
    Scorecard,
    ScorecardLine,
    ScorecardTheme,
)

TITLE = "Quarterly scorecard"
MEASURES = 60
QUARTERS = 8
YEARS_BACK = 3
THEMES = 4
COMMENT = (
    "Two large families make up most of it. Managers look at every plan of more than twelve months each"
    " month, and the number is expected to fall as the plans that were drifting are closed or stepped up."
)


def add_scorecard(
    session: Session, *, domains: Sequence[str], areas: Sequence[int], last: Quarter, at: datetime
) -> None:
    """The first half of the lines are audit measures: of each domain for all areas, for one, for another."""
    rng = Random(TITLE)
    half = MEASURES // 2
    measures = [_audit_measure(number, domains, areas, at) for number in range(half)]
    measures += [_entered_measure(number, at) for number in range(half, MEASURES)]
    session.add_all(measures)
    session.flush()
    for measure in measures:
        session.add(
            MeasureThreshold(
                measure_id=measure.id,
                holds_from=0,
                requires_improvement="60-69",
                good="70-79",
                outstanding="80-100",
            )
        )
    periods = last.ending(4 * YEARS_BACK)
    session.add_all(_value(measure, period, rng, at) for measure in measures[half:] for period in periods)
    session.add_all(
        Commentary(measure_id=measure.id, period=last.key, text=COMMENT, written_at=at)
        for measure in measures[::3]
    )
    session.add(_scorecard(measures, at))


def _measure(number: int, at: datetime, kind: MeasureKind, definition: AuditDefinition | None) -> Measure:
    meaning = {
        "description": "",
        "unit": Unit.PERCENT.value,
        "measure_period": MeasurePeriod.CUMULATIVE.value,
        "audit_definition": definition.as_json() if definition else None,
    }
    return Measure(
        code=f"m-{number:02}",
        name=f"Measure {number:02}: what was asked was done, and in the time that was set for it",
        kind=kind,
        unit=Unit.PERCENT,
        polarity=Polarity.HIGHER_IS_BETTER,
        measure_period=MeasurePeriod.CUMULATIVE,
        frequency=Frequency.QUARTER,
        audit_definition=definition.as_json() if definition else None,
        created_at=at,
        definitions=[MeasureDefinition(number=1, holds_from=0, meaning=meaning, changed_at=at)],
    )


def _audit_measure(number: int, domains: Sequence[str], areas: Sequence[int], at: datetime) -> Measure:
    area = (None, areas[0], areas[1])[number // len(domains) % 3]
    code = domains[number % len(domains)]
    definition = AuditDefinition(Counts.AT_LEAST, (code,), grade=2, scale=FOUR_GRADES.code, area=area)
    return _measure(number, at, MeasureKind.AUDIT, definition)


def _entered_measure(number: int, at: datetime) -> Measure:
    return _measure(number, at, MeasureKind.ACTIVITY, None)


def _value(measure: Measure, period: Quarter, rng: Random, at: datetime) -> MeasureValue:
    whole = rng.randint(20, 400)
    return MeasureValue(
        measure_id=measure.id,
        period=period.key,
        first_month=period.first_month,
        last_month=period.last_month,
        numerator=str(rng.randint(whole // 2, whole)),
        denominator=str(whole),
        status=ValueStatus.FINAL,
        entered_at=at,
    )


def _scorecard(measures: Sequence[Measure], at: datetime) -> Scorecard:
    size = len(measures) // THEMES
    return Scorecard(
        title=TITLE,
        frequency=Frequency.QUARTER,
        periods=QUARTERS,
        status_rule=StatusRule.BANDS,
        against=Against.BOTH,
        layout=Layout.QUARTERLY,
        columns=[shown.value for shown in USUALLY_SHOWN],
        created_at=at,
        themes=[
            ScorecardTheme(
                position=theme + 1,
                title=f"Theme {theme + 1}",
                lines=[
                    ScorecardLine(position=place + 1, number=str(theme * size + place + 1), measure_id=row.id)
                    for place, row in enumerate(measures[theme * size : (theme + 1) * size])
                ],
            )
            for theme in range(THEMES)
        ],
    )
