"""What stands in the way of a measure being set up so, in view of all the others and of its own figures."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.measure_details import MeasureDetails, unit_counted
from qa_app.domain.measures import MeasureKind
from qa_app.domain.part_names import same_name
from qa_app.domain.targets import parse_target
from qa_app.models import Measure, MeasureTarget, MeasureThreshold, MeasureValue, Person


def problems_with(
    session: Session, details: MeasureDetails, own: Measure | None, *, audit: AuditDefinition | None
) -> list[Problem]:
    """About the fields of MeasureDetails; `own` is the measure to be changed, None for a new one."""
    return [
        *_taken(session, details, own),
        *_responsible(session, details),
        *_kind(session, details, own, audit),
        *(_polarity(session, details, own) if own is not None else ()),
    ]


def has_values(session: Session, measure: Measure) -> bool:
    """Whether anything was typed or brought in for it."""
    return bool(session.scalar(select(exists().where(MeasureValue.measure_id == measure.id))))


def _taken(session: Session, details: MeasureDetails, own: Measure | None) -> Iterator[Problem]:
    for number, code, name, active in session.execute(
        select(Measure.id, Measure.code, Measure.name, Measure.active).order_by(Measure.id)
    ):
        if own is not None and number == own.id:
            continue
        if same_name(name, details.name):
            again = "" if active else ", out of use: use it again, or choose another name"
            yield Problem("name", f"There is a measure “{name}” already{again}")
        if details.code and code == details.code:
            yield Problem("code", f"“{name}” has this code already")


def _responsible(session: Session, details: MeasureDetails) -> Iterator[Problem]:
    if details.responsible_id is not None and session.get(Person, details.responsible_id) is None:
        yield Problem("responsible_id", "There is no such person: choose another")


def _kind(
    session: Session, details: MeasureDetails, own: Measure | None, audit: AuditDefinition | None
) -> Iterator[Problem]:
    if details.kind is not MeasureKind.AUDIT:
        return
    if own is not None and own.kind is not MeasureKind.AUDIT and has_values(session, own):
        yield Problem(
            "kind",
            "Values were entered for this measure, and those of an audit measure are computed: add another"
            " measure for them",
        )
    if audit is not None and details.unit is not unit_counted(audit):
        yield Problem("unit", f"What it counts of the audits is a {unit_counted(audit).value}: choose that")


def _polarity(session: Session, details: MeasureDetails, own: Measure) -> Iterator[Problem]:
    """What it is held against now was checked against the polarity it has."""
    if details.polarity is own.polarity:
        return
    bands = session.scalars(
        select(MeasureThreshold)
        .where(MeasureThreshold.measure_id == own.id)
        .order_by(MeasureThreshold.holds_from.desc())
    ).first()
    held = parse_bands(bands.requires_improvement, bands.good, bands.outstanding) if bands else None
    if held is not None and held.polarity is not details.polarity:
        yield Problem(
            "polarity",
            f"Its thresholds say that {held.polarity.value}: change them first, or take them away",
        )
    target = session.scalars(
        select(MeasureTarget)
        .where(MeasureTarget.measure_id == own.id)
        .order_by(MeasureTarget.holds_from.desc())
    ).first()
    if target is not None and not _fits(target, details.polarity):
        yield Problem(
            "polarity",
            "It has a single target, which says nothing where neither way is good: change the target first",
        )


def _fits(target: MeasureTarget, polarity: Polarity) -> bool:
    try:
        parse_target(target.low or "", target.high or "", target.tolerance or "", polarity)
    except InvalidInput:
        return False
    return True
