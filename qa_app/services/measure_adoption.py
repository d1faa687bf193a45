"""Adopting what another council measures: a whole library, or some of its lines."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.measure_details import MeasureDetails
from qa_app.domain.measure_libraries import Library, LibraryAudit, LibraryMeasure
from qa_app.domain.part_names import same_name
from qa_app.models import Measure, Person, ServiceArea, Stream
from qa_app.queries.measure_adoption import adopted_lines
from qa_app.services.measure_standards import set_threshold
from qa_app.services.measures import add_measure
from qa_app.services.structure import add_area, add_stream


@dataclass
class Adoption:
    """What came of it. `left` are lines that could not be adopted, each with a sentence why."""

    added: list[Measure] = field(default_factory=list)
    already: int = 0
    """Lines that had been adopted before."""
    left: list[tuple[LibraryMeasure, str]] = field(default_factory=list)


def adopt(
    session: Session,
    library: Library,
    *,
    numbers: Collection[str] | None = None,
    add_missing: bool = False,
    by: Person | None,
    at: datetime,
) -> Adoption:
    """Adds the lines with these numbers, or all, to the catalogue; those adopted before stay as they are.

    `add_missing` adds the service areas and streams that audit measures are about; without it such lines
    are left. Thresholds hold from the beginning.
    """
    adopted, done = adopted_lines(session), Adoption()
    for line in library.measures:
        if numbers is not None and line.number not in numbers:
            continue
        if library.adopted_as(line) in adopted:
            done.already += 1
            continue
        try:
            audit = _here(session, line.audit, add_missing, by=by, at=at) if line.audit else None
            measure = add_measure(
                session, _details(line), audit=audit, library=library.adopted_as(line), by=by, at=at
            )
        except InvalidInput as error:
            done.left.append((line, str(error)))
            continue
        if any(line.thresholds):
            requires_improvement, good, outstanding = line.thresholds
            set_threshold(
                session,
                measure,
                requires_improvement=requires_improvement,
                good=good,
                outstanding=outstanding,
                by=by,
                at=at,
            )
        done.added.append(measure)
    return done


def _details(line: LibraryMeasure) -> MeasureDetails:
    return MeasureDetails(
        name=line.name,
        kind=line.kind,
        unit=line.unit,
        polarity=line.polarity,
        measure_period=line.measure_period,
        frequency=line.frequency,
        code=line.code,
        description=line.description,
        guide=line.guide,
        responsible_role=line.responsible_role,
        outcome=line.outcome,
        objective=line.objective,
        decimals=line.decimals,
        source=line.source,
        collected=line.collected,
        carries_target=line.carries_target,
        carries_direction=line.carries_direction,
    )


def _here(
    session: Session, audit: LibraryAudit, add_missing: bool, *, by: Person | None, at: datetime
) -> AuditDefinition:
    """The definition with the rows of this council. Raises InvalidInput for a name that is not known."""
    area, stream = audit.service_area, audit.stream
    area_id = _row_number(session, ServiceArea, area) if area else None
    stream_id = _row_number(session, Stream, stream) if stream else None
    problems = []
    if area and area_id is None:
        if add_missing:
            area_id = add_area(session, area, by=by, at=at).id
        else:
            problems.append(Problem("service_area", f"There is no service area “{area}” here"))
    if stream and stream_id is None:
        if add_missing:
            stream_id = add_stream(session, stream, by=by, at=at).id
        else:
            problems.append(Problem("stream", f"There is no audit stream “{stream}” here"))
    if problems:
        raise InvalidInput(problems)
    return audit.here(area=area_id, stream=stream_id)


def _row_number(session: Session, kind: type[ServiceArea] | type[Stream], name: str) -> int | None:
    rows = session.execute(select(kind.id, kind.name).order_by(kind.id))
    return next((row.id for row in rows if same_name(row.name, name)), None)
