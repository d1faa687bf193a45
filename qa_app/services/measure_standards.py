"""What measures are held against: dated thresholds, dated targets, comparators, and the child population.

The bands and the target of an old period are those that held then: a change holds from a period on, and
what was set for the same period before is put right by setting it again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.bands import parse_bands
from qa_app.domain.decimals import typed_number
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import Conflict, InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.held_from import held_from, held_from_words
from qa_app.domain.measures import ComparatorKind
from qa_app.domain.reporting_years import typed_year
from qa_app.domain.targets import parse_target
from qa_app.models import Measure, MeasureComparator, MeasureTarget, MeasureThreshold, Person
from qa_app.services.trail import record

BAND_LIMIT = 40
SOURCE_LIMIT = 300


def set_threshold(
    session: Session,
    measure: Measure,
    *,
    requires_improvement: str,
    good: str,
    outstanding: str,
    holds_from: str = "",
    by: Person | None,
    at: datetime,
) -> MeasureThreshold:
    """Bands as printed, from a period on (blank: from the beginning); all blank: none from then on.

    Raises InvalidInput about `requires_improvement`, `good`, `outstanding` or `holds_from`.
    """
    typed = {"requires_improvement": requires_improvement, "good": good, "outstanding": outstanding}
    printed = {
        field: " ".join(clean_text(text, limit=BAND_LIMIT, field=field).split())
        for field, text in typed.items()
    }
    bands = parse_bands(**printed)
    month = held_from(holds_from)
    polarity = _locked_polarity(session, measure)
    if bands is not None and bands.polarity is not polarity:
        raise InvalidInput([Problem("outstanding", _disagreement(bands.polarity, polarity))])
    older = session.scalars(
        select(MeasureThreshold)
        .where(MeasureThreshold.measure_id == measure.id, MeasureThreshold.holds_from <= month)
        .order_by(MeasureThreshold.holds_from.desc())
    ).first()
    if bands is None and older is None:
        raise InvalidInput([Problem("requires_improvement", "None are set, so write the bands")])
    row = older if older is not None and older.holds_from == month else None
    before = _bands_shown(row)
    if row is None:
        row = MeasureThreshold(measure_id=measure.id, holds_from=month)
        session.add(row)
    for field, text in printed.items():
        setattr(row, field, text)
    _flush(session)
    _record(session, "set thresholds", measure, by=by, at=at, before=before, after=_bands_shown(row))
    return row


def set_target(
    session: Session,
    measure: Measure,
    *,
    low: str,
    high: str = "",
    tolerance: str = "",
    holds_from: str = "",
    by: Person | None,
    at: datetime,
) -> MeasureTarget:
    """A single value in `low`, or a range, from a period on; all blank: none from then on.

    Raises InvalidInput about `low`, `high`, `tolerance` or `holds_from`.
    """
    target = parse_target(low, high, tolerance, _locked_polarity(session, measure))
    month = held_from(holds_from)
    older = session.scalars(
        select(MeasureTarget)
        .where(MeasureTarget.measure_id == measure.id, MeasureTarget.holds_from <= month)
        .order_by(MeasureTarget.holds_from.desc())
    ).first()
    if target is None and older is None:
        raise InvalidInput([Problem("low", "None is set, so write the target")])
    row = older if older is not None and older.holds_from == month else None
    before = _target_shown(row)
    if row is None:
        row = MeasureTarget(measure_id=measure.id, holds_from=month)
        session.add(row)
    row.low = str(target.low) if target else None
    row.high = str(target.high) if target else None
    row.tolerance = str(target.tolerance) if target and target.tolerance else None
    _flush(session)
    _record(session, "set target", measure, by=by, at=at, before=before, after=_target_shown(row))
    return row


def set_comparator(
    session: Session,
    measure: Measure,
    *,
    kind: ComparatorKind,
    year: str,
    value: str,
    source: str = "",
    by: Person | None,
    at: datetime,
) -> MeasureComparator:
    """What others reached in a reporting year of their own; what was entered of that year is replaced.

    Raises InvalidInput about `year`, `value` or `source`.
    """
    starting_year = typed_year(year).starting_year
    number = typed_number(value, field="value", name="what they reached")
    if number is None:
        raise InvalidInput([Problem("value", "Write what they reached, such as 57 or 7.5")])
    row = session.scalars(
        select(MeasureComparator).where(
            MeasureComparator.measure_id == measure.id,
            MeasureComparator.kind == kind,
            MeasureComparator.starting_year == starting_year,
        )
    ).one_or_none()
    before = _comparator_shown(row)
    if row is None:
        row = MeasureComparator(measure_id=measure.id, kind=kind, starting_year=starting_year)
        session.add(row)
    row.value = str(number)
    row.source = " ".join(clean_text(source, limit=SOURCE_LIMIT, field="source").split())
    _flush(session)
    _record(session, "set comparator", measure, by=by, at=at, before=before, after=_comparator_shown(row))
    return row


Standard = MeasureThreshold | MeasureTarget | MeasureComparator


def remove_standard(
    session: Session, measure: Measure, row: Standard, *, by: Person | None, at: datetime
) -> None:
    """Takes away what was entered by mistake; what held before it then holds on."""
    match row:
        case MeasureThreshold():
            action, before = "removed thresholds", _bands_shown(row)
        case MeasureTarget():
            action, before = "removed target", _target_shown(row)
        case MeasureComparator():
            action, before = "removed comparator", _comparator_shown(row)
    session.delete(row)
    session.flush()
    _record(session, action, measure, by=by, at=at, before=before, after={})


def _locked_polarity(session: Session, measure: Measure) -> Polarity:
    """As it is, and stays until the end of the transaction."""
    session.refresh(measure, ["polarity", "version"], with_for_update=True)
    return measure.polarity


def _disagreement(printed: Polarity, polarity: Polarity) -> str:
    order = f"In this order the bands say that {printed.value}"
    if polarity is Polarity.NEUTRAL:
        return f"{order}, but of this measure neither way is good: say first which way is"
    return f"{order}, but of this measure {polarity.value}: turn them round, or change which way is good"


def _flush(session: Session) -> None:
    """Raises Conflict, and undoes the transaction, when somebody else set the same just now."""
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict("Somebody else has just set the same: reload the page to see it.") from error


def _bands_shown(row: MeasureThreshold | None) -> dict[str, Any]:
    if row is None:
        return {}
    bands = [row.requires_improvement, row.good, row.outstanding]
    return {"bands": bands if any(bands) else "none", "holds from": held_from_words(row.holds_from)}


def _target_shown(row: MeasureTarget | None) -> dict[str, Any]:
    if row is None:
        return {}
    shown = {"target": row.low or "none", "holds from": held_from_words(row.holds_from)}
    if row.high != row.low:
        shown["up to"] = row.high or ""
    return shown | ({"tolerance": row.tolerance} if row.tolerance else {})


def _comparator_shown(row: MeasureComparator | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"compared with": row.kind.value, "year": row.starting_year, "value": row.value}


def _record(
    session: Session,
    action: str,
    measure: Measure,
    *,
    by: Person | None,
    at: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    record(
        session,
        action,
        by=by,
        at=at,
        subject="measure",
        subject_id=measure.id,
        before=before,
        after={"measure": measure.name} | after,
    )
