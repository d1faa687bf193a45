"""The history of what a measure means: only ever added to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.free_text import clean_text
from qa_app.domain.held_from import THE_BEGINNING, held_from_words
from qa_app.domain.measure_definitions import (
    PARTS,
    DefinitionChange,
    Redefinition,
    changed_parts,
    checked_change,
    meaning,
)
from qa_app.domain.measures import MeasureKind
from qa_app.models import Measure, MeasureDefinition, Person
from qa_app.services.measure_checks import has_values
from qa_app.services.trail import record

REASON_LIMIT = 1_000

BEFORE_ANY_FIGURE = Redefinition(False, THE_BEGINNING, "Put right before there was any figure.")


def first_definition(measure: Measure, *, by: Person | None, at: datetime) -> None:
    """What a new measure means, from the beginning."""
    measure.definitions = [
        MeasureDefinition(
            number=1,
            holds_from=THE_BEGINNING,
            meaning=meaning_of(measure),
            changed_by_id=by.id if by else None,
            changed_at=at,
        )
    ]


def redefine(
    session: Session,
    measure: Measure,
    means: Mapping[str, Any],
    change: DefinitionChange,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Adds what the measure `means` from now on (`domain.measure_definitions.meaning`), before it is
    written to the measure; nothing where it means the same.

    Nothing is asked while no figure stands under the measure. Raises InvalidInput about the fields of
    DefinitionChange, and then has changed nothing.
    """
    changed = changed_parts(meaning_of(measure), means)
    if not changed:
        return
    newest = measure.definitions[-1]
    if has_figures(session, measure):
        checked = checked_change(change, changed=changed, since=newest.holds_from)
    else:
        checked = BEFORE_ANY_FIGURE
    measure.definitions.append(
        MeasureDefinition(
            number=newest.number + 1,
            holds_from=checked.holds_from,
            meaning=dict(means),
            is_break=checked.is_break,
            reason=clean_text(checked.reason, limit=REASON_LIMIT, field="reason"),
            changed_by_id=by.id if by else None,
            changed_at=at,
        )
    )
    record(
        session,
        "redefined measure",
        by=by,
        at=at,
        subject="measure",
        subject_id=measure.id,
        after={
            "measure": measure.name,
            "what changed": [PARTS[part] for part in changed],
            "breaks the series": checked.is_break,
            "holds from": held_from_words(checked.holds_from),
        },
    )


def meaning_of(measure: Measure) -> dict[str, Any]:
    return meaning(measure.description, measure.unit, measure.measure_period, measure.audit_definition)


def has_figures(session: Session, measure: Measure) -> bool:
    """An audit measure is computed for every period there is, as soon as it is defined."""
    if measure.kind is MeasureKind.AUDIT:
        return measure.audit_definition is not None
    return has_values(session, measure)
