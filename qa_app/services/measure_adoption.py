"""Adopting what another council measures: a whole library, or some of its lines."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.measure_details import MeasureDetails
from qa_app.domain.measure_libraries import Library, LibraryAudit, LibraryMeasure, PartHere, Parts
from qa_app.domain.part_names import same_name
from qa_app.models import Measure, Person, ServiceArea, Stream
from qa_app.queries.measure_adoption import adopted_lines
from qa_app.services.measure_standards import set_threshold
from qa_app.services.measures import add_measure
from qa_app.services.structure import add_area, add_stream

KINDS = {ServiceArea: "service area", Stream: "audit stream"}

EVERY_NAME_HERE: Mapping[str, PartHere | int] = {}
"""Nothing is said of any: each is that of the same name."""


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
    areas: Parts = EVERY_NAME_HERE,
    streams: Parts = EVERY_NAME_HERE,
    by: Person | None,
    at: datetime,
) -> Adoption:
    """Adds the lines with these numbers, or all, to the catalogue; those adopted before stay as they are.

    `areas` and `streams` say what stands here for those that audit measures are about: where nothing is
    said of one, it is that of the same name, and without such a one the line is left. Thresholds hold from
    the beginning.
    """
    adopted, done = adopted_lines(session), Adoption()
    for line in library.measures:
        if numbers is not None and line.number not in numbers:
            continue
        if library.adopted_as(line) in adopted:
            done.already += 1
            continue
        try:
            audit = _here(session, line.audit, areas, streams, by=by, at=at) if line.audit else None
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
    session: Session,
    audit: LibraryAudit,
    areas: Parts,
    streams: Parts,
    *,
    by: Person | None,
    at: datetime,
) -> AuditDefinition:
    """The definition with the rows of this council. Raises InvalidInput for a name that is not known."""

    def added_area(name: str) -> int:
        return add_area(session, name, by=by, at=at).id

    def added_stream(name: str) -> int:
        return add_stream(session, name, by=by, at=at).id

    problems: list[Problem] = []
    area = _row_number(session, ServiceArea, audit.service_area, areas, added_area, problems)
    stream = _row_number(session, Stream, audit.stream, streams, added_stream, problems)
    if problems:
        raise InvalidInput(problems)
    return audit.here(area=area, stream=stream)


def _row_number(
    session: Session,
    kind: type[ServiceArea] | type[Stream],
    name: str,
    parts: Parts,
    added: Callable[[str], int],
    problems: list[Problem],
) -> int | None:
    """Of what stands here for the name; None where the line is not filtered."""
    here = parts.get(name)
    if not name or here is PartHere.EVERY:
        return None
    rows = session.execute(select(kind.id, kind.name).order_by(kind.id)).all()
    if isinstance(here, int):
        found = next((row.id for row in rows if row.id == here), None)
    else:
        found = next((row.id for row in rows if same_name(row.name, name)), None)
    if found is None and here is PartHere.ADDED:
        return added(name)
    if found is None:
        problems.append(Problem(kind.__tablename__, f"There is no {KINDS[kind]} “{name}” here"))
    return found
