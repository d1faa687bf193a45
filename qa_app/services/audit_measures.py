"""Audit measures: defined by what they count, and computed ever after."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_measure_checks import problems_with_audit
from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_definitions import DefinitionChange
from qa_app.domain.measure_details import MeasureDetails, unit_counted
from qa_app.domain.measures import MeasureKind
from qa_app.models import Measure, Person
from qa_app.queries.audit_measure_choices import audit_measure_choices
from qa_app.services.measure_standards import set_threshold
from qa_app.services.measures import add_measure, change_measure


def check_audit(session: Session, audit: AuditDefinition) -> None:
    """Raises InvalidInput about `questions`, `grade`, `area`, `stream` or `tool`."""
    if problems := problems_with_audit(audit, audit_measure_choices(session)):
        raise InvalidInput(problems)


def add_audit_measure(
    session: Session,
    details: MeasureDetails,
    audit: AuditDefinition,
    *,
    thresholds: Mapping[str, str],
    by: Person | None,
    at: datetime,
) -> Measure:
    """`thresholds` are bands as printed, by the names of `domain.bands.FIELDS`; all blank for none.

    Raises InvalidInput about what was counted, MeasureDetails or the thresholds.
    """
    check_audit(session, audit)
    measure = add_measure(session, _counting(details, audit), audit=audit, by=by, at=at)
    if any(text.strip() for text in thresholds.values()):
        set_threshold(session, measure, **thresholds, by=by, at=at)
    return measure


def change_audit(
    session: Session,
    measure: Measure,
    audit: AuditDefinition,
    *,
    change: DefinitionChange,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """What the measure counts from now on; where that is something else, the series breaks as `change` says.

    Raises InvalidInput, also about the fields of DefinitionChange, and Conflict.
    """
    # What it counts already stays right when a tool is taken away.
    if audit.as_json() != measure.audit_definition:
        check_audit(session, audit)
    details = MeasureDetails(**{each.name: getattr(measure, each.name) for each in fields(MeasureDetails)})
    change_measure(
        session,
        measure,
        _counting(details, audit),
        audit=audit,
        change=change,
        opened_at_version=opened_at_version,
        by=by,
        at=at,
    )


def _counting(details: MeasureDetails, audit: AuditDefinition) -> MeasureDetails:
    """The unit follows from what is counted."""
    return replace(details, kind=MeasureKind.AUDIT, unit=unit_counted(audit))
