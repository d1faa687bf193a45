"""The catalogue of measures: added, changed, taken out of use and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.audit_tool_building import suggested_code
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.domain.measure_definitions import DefinitionChange, meaning
from qa_app.domain.measure_details import MeasureDetails, checked_details
from qa_app.domain.measures import MeasureKind
from qa_app.models import Measure, Person
from qa_app.services.measure_checks import problems_with
from qa_app.services.measure_definitions import first_definition, redefine
from qa_app.services.trail import record

SHOWN = {
    "code": "code",
    "name": "name",
    "kind": "kind",
    "unit": "unit",
    "decimals": "decimals",
    "polarity": "polarity",
    "measure_period": "measure period",
    "frequency": "frequency",
    "outcome": "outcome",
    "responsible_role": "responsible role",
    "source": "source",
    "collected": "collected",
    "carries_target": "carries a target",
    "carries_direction": "carries a direction",
}
"""What the trail keeps of a measure, by field; of longer texts it says only that they changed."""

NOTHING_SAID = DefinitionChange()

TEXTS = ("description", "guide", "objective")


def add_measure(
    session: Session,
    details: MeasureDetails,
    *,
    audit: AuditDefinition | None = None,
    library: str = "",
    by: Person | None,
    at: datetime,
) -> Measure:
    """A measure with its first definition. `library` is the line it was adopted from: > worcestershire/12.

    Raises InvalidInput about the fields of MeasureDetails, and Conflict when somebody else took its code.
    """
    details = checked_details(details)
    if problems := problems_with(session, details, None, audit=audit):
        raise InvalidInput(problems)
    measure = Measure(
        created_at=at, active=True, library=library, audit_definition=audit.as_json() if audit else None
    )
    _write(measure, details, code=details.code or _own_code(session, details.name))
    first_definition(measure, by=by, at=at)
    session.add(measure)
    _flush(session, measure)
    record_on(session, "added measure", measure, by=by, at=at, library=library)
    return measure


def change_measure(
    session: Session,
    measure: Measure,
    details: MeasureDetails,
    *,
    audit: AuditDefinition | None = None,
    change: DefinitionChange = NOTHING_SAID,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """A blank code leaves it as it is, and so does None what an audit measure counts. `change` is asked for
    where the definition changes and figures stand under it.

    Raises InvalidInput about the fields of MeasureDetails and DefinitionChange, and Conflict when somebody
    else changed the measure since it was opened.
    """
    details = checked_details(details)
    lock(session, measure, opened_at_version)
    # Of another kind it is typed in, and counts no audits any more.
    if details.kind is not MeasureKind.AUDIT:
        audit = None
    elif audit is None and measure.audit_definition:
        audit = AuditDefinition.from_json(measure.audit_definition)
    if problems := problems_with(session, details, measure, audit=audit):
        raise InvalidInput(problems)
    before, counted = _shown(measure), audit.as_json() if audit else None
    means = meaning(details.description, details.unit, details.measure_period, counted)
    redefine(session, measure, means, change, by=by, at=at)
    measure.audit_definition = counted
    _write(measure, details, code=details.code or measure.code)
    _flush(session, measure)
    after = _shown(measure)
    if changed := [key for key in after if before[key] != after[key]]:
        record(
            session,
            "changed measure",
            by=by,
            at=at,
            subject="measure",
            subject_id=measure.id,
            before={key: before[key] for key in changed if key not in TEXTS},
            after={"measure": measure.name}
            | {key: "changed" if key in TEXTS else after[key] for key in changed},
        )


def stop_using(session: Session, measure: Measure, *, by: Person | None, at: datetime) -> None:
    """It is not offered for scorecards and no values are asked for; those there are stay.

    Raises TransitionNotAllowed.
    """
    _set_active(session, measure, active=False, by=by, at=at)


def use_again(session: Session, measure: Measure, *, by: Person | None, at: datetime) -> None:
    """Raises TransitionNotAllowed."""
    _set_active(session, measure, active=True, by=by, at=at)


def lock(session: Session, measure: Measure, opened_at_version: int) -> None:
    """Nobody else changes the measure from here to the end of the transaction.

    Raises Conflict when somebody did since it was opened.
    """
    session.refresh(measure, ["version"], with_for_update=True)
    if measure.version != opened_at_version:
        raise Conflict(
            "Somebody else changed this measure while you had it open, so nothing was saved. What you wrote"
            " is still here: look at what they saved, then save again to keep yours"
        )


def record_on(
    session: Session, action: str, measure: Measure, *, by: Person | None, at: datetime, **after: Any
) -> None:
    told = {"measure": measure.name} | {key: value for key, value in after.items() if value}
    record(session, action, by=by, at=at, subject="measure", subject_id=measure.id, after=told)


def _set_active(session: Session, measure: Measure, *, active: bool, by: Person | None, at: datetime) -> None:
    if measure.active is active:
        state = "in use" if active else "out of use"
        raise TransitionNotAllowed(f"“{measure.name}” is {state} already.")
    measure.active = active
    session.flush()
    record_on(session, "used measure again" if active else "stopped using measure", measure, by=by, at=at)


def _own_code(session: Session, name: str) -> str:
    return suggested_code(name, taken=set(session.scalars(select(Measure.code))), otherwise="measure")


def _write(measure: Measure, details: MeasureDetails, *, code: str) -> None:
    for field in (*SHOWN, *TEXTS, "responsible_id"):
        setattr(measure, field, code if field == "code" else getattr(details, field))


def _shown(measure: Measure) -> dict[str, Any]:
    short = {label: getattr(measure, field) for field, label in SHOWN.items()}
    texts = {field: getattr(measure, field) for field in TEXTS}
    return short | texts | {"responsible person": measure.responsible_id}


def _flush(session: Session, measure: Measure) -> None:
    """Raises Conflict, and undoes the transaction, when somebody else took the code just now."""
    code = measure.code
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(f"Somebody else has just given the code “{code}”: choose another") from error
