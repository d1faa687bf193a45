"""A measure's row as the domain knows it."""

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.scorecard import MeasureFacts
from qa_app.models import Measure


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
    )
