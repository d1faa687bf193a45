"""The catalogue of measures: searched, narrowed down, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from qa_app.domain.measures import MeasureKind, Printed, Unit
from qa_app.domain.scorecard import MeasureFacts
from qa_app.models import Measure, Person
from qa_app.queries.measure_facts import facts_of

ON_A_PAGE = 50


class InUse(StrEnum):
    """Which measures are listed: those in use unless others are asked for."""

    YES = ""
    NO = "no"
    ANY = "any"


@dataclass(frozen=True)
class MeasureChoice:
    """Which measures to list; empty values leave none out, but those out of use."""

    text: str = ""
    """Part of a code, a name or a description."""
    kind: MeasureKind | None = None
    outcome: str = ""
    unit: Unit | None = None
    collected: Printed | None = None
    responsible: str = ""
    """Part of the role or of the name of the person responsible."""
    library: str = ""
    """The library that it was adopted from: > worcestershire."""
    in_use: InUse = InUse.YES


@dataclass(frozen=True)
class MeasureRow:
    """One measure of the catalogue. `library` is the line it was adopted from: > worcestershire/12."""

    facts: MeasureFacts
    active: bool
    library: str


@dataclass(frozen=True)
class MeasuresPage:
    rows: Sequence[MeasureRow]
    total: int
    """How many were chosen, on this page and all others."""


def measures_page(session: Session, choice: MeasureChoice, *, page: int = 1) -> MeasuresPage:
    """By outcome, in the order in which outcomes and measures came in; pages are counted from 1."""
    statement = _measures().where(*_chosen(choice)).offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE)
    counted = select(func.count(Measure.id)).outerjoin(Measure.responsible).where(*_chosen(choice))
    return MeasuresPage(_rows(session, statement), session.scalar(counted) or 0)


def all_measures(session: Session, choice: MeasureChoice = MeasureChoice()) -> Sequence[MeasureRow]:
    """The same without pages."""
    return _rows(session, _measures().where(*_chosen(choice)))


def find_measure(session: Session, measure_id: int) -> Measure:
    """With its responsible person and its definitions. Raises NoResultFound."""
    return session.scalars(select(Measure).where(Measure.id == measure_id).options(*LOADED)).one()


@dataclass(frozen=True)
class MeasureOptions:
    """What there is to choose from, in the catalogue as it is."""

    outcomes: Sequence[str]
    libraries: Sequence[str]
    """> ["wirral", "worcestershire"]"""


def measure_options(session: Session) -> MeasureOptions:
    outcomes = session.scalars(
        select(Measure.outcome)
        .where(Measure.outcome != "")
        .group_by(Measure.outcome)
        .order_by(func.min(Measure.id))
    ).all()
    lines = session.scalars(select(Measure.library).where(Measure.library != "").distinct())
    return MeasureOptions(outcomes, sorted({line.partition("/")[0] for line in lines}))


LOADED = (joinedload(Measure.responsible), selectinload(Measure.definitions))
"""What `facts_of` asks for."""


def _measures() -> Select[Measure]:
    first = select(Measure.outcome, func.min(Measure.id).label("first")).group_by(Measure.outcome).subquery()
    return (
        select(Measure)
        .join(first, first.c.outcome == Measure.outcome)
        .outerjoin(Measure.responsible)
        .options(*LOADED)
        .order_by(first.c.first, Measure.id)
    )


def _rows(session: Session, statement: Select[Measure]) -> Sequence[MeasureRow]:
    return [
        MeasureRow(facts_of(measure), active=measure.active, library=measure.library)
        for measure in session.scalars(statement)
    ]


def _in_any(text: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def _chosen(choice: MeasureChoice) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    exact: tuple[tuple[Any, Any], ...] = (
        (Measure.kind, choice.kind),
        (Measure.unit, choice.unit),
        (Measure.collected, choice.collected),
        (Measure.outcome, choice.outcome or None),
    )
    conditions += [column == wanted for column, wanted in exact if wanted is not None]
    if text := choice.text.strip():
        conditions.append(_in_any(text, Measure.code, Measure.name, Measure.description))
    if text := choice.responsible.strip():
        conditions.append(_in_any(text, Measure.responsible_role, Person.name))
    if choice.library:
        conditions.append(Measure.library.startswith(f"{choice.library}/", autoescape=True))
    if choice.in_use is not InUse.ANY:
        conditions.append(Measure.active.is_(choice.in_use is InUse.YES))
    return conditions
