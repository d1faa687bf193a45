"""A measure's row as the domain knows it."""

from collections.abc import Sequence
from dataclasses import replace

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.measures import MeasurePeriod, Unit
from qa_app.domain.scorecard import Meaning, MeasureFacts
from qa_app.models import Measure, MeasureDefinition


def facts_of(row: Measure) -> MeasureFacts:
    """Asks for the row's definitions and its responsible person, which a list should have loaded with it."""
    return MeasureFacts(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        unit=row.unit,
        polarity=row.polarity,
        measure_period=row.measure_period,
        frequency=row.frequency,
        decimals=row.decimals,
        description=row.description,
        guide=row.guide,
        responsible_role=row.responsible_role,
        responsible_id=row.responsible_id,
        responsible=row.responsible.name if row.responsible else "",
        outcome=row.outcome,
        objective=row.objective,
        source=row.source,
        collected=row.collected,
        carries_target=row.carries_target,
        carries_direction=row.carries_direction,
        audit=AuditDefinition.from_json(row.audit_definition) if row.audit_definition else None,
        breaks=tuple(each.holds_from for each in row.definitions if each.is_break),
        meanings=_meanings(row.definitions),
    )


def _meanings(definitions: Sequence[MeasureDefinition]) -> tuple[Meaning, ...]:
    """None where the series never broke; words that were merely put right hold from where theirs did."""
    if not any(each.is_break for each in definitions):
        return ()
    found: list[Meaning] = []
    for each in definitions:
        meaning = _meaning(each)
        if found and not each.is_break:
            found[-1] = replace(meaning, holds_from=found[-1].holds_from)
        else:
            found.append(meaning)
    return tuple(found)


def _meaning(row: MeasureDefinition) -> Meaning:
    counted = row.meaning["audit_definition"]
    return Meaning(
        row.holds_from,
        Unit(row.meaning["unit"]),
        MeasurePeriod(row.meaning["measure_period"]),
        AuditDefinition.from_json(counted) if counted else None,
    )
