"""The scorecards there are, and the measures that can be put on one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from qa_app.domain.measures import Frequency, MeasureKind
from qa_app.domain.scorecard_choice import Layout
from qa_app.models import Audit, Measure, MeasureValue, Scorecard, ScorecardLine, ScorecardTheme


@dataclass(frozen=True)
class ScorecardRow:
    """One scorecard, in use or not."""

    id: int
    title: str
    purpose: str
    frequency: Frequency
    layout: Layout
    active: bool
    lines: int


def all_scorecards(session: Session) -> Sequence[ScorecardRow]:
    """Those in use first, then by title."""
    lines = (
        select(func.count(ScorecardLine.id))
        .join(ScorecardTheme, ScorecardTheme.id == ScorecardLine.theme_id)
        .where(ScorecardTheme.scorecard_id == Scorecard.id)
        .scalar_subquery()
    )
    statement = select(
        Scorecard.id,
        Scorecard.title,
        Scorecard.purpose,
        Scorecard.frequency,
        Scorecard.layout,
        Scorecard.active,
        lines.label("lines"),
    ).order_by(Scorecard.active.desc(), func.lower(Scorecard.title), Scorecard.id)
    return [ScorecardRow(**row) for row in session.execute(statement).mappings()]


def find_scorecard(session: Session, scorecard_id: int) -> Scorecard:
    """With its themes, lines and measures, read at once. Raises NoResultFound."""
    return session.scalars(
        select(Scorecard)
        .where(Scorecard.id == scorecard_id)
        .options(
            selectinload(Scorecard.themes)
            .selectinload(ScorecardTheme.lines)
            .selectinload(ScorecardLine.measure)
        )
    ).one()


def frequency_of(session: Session, scorecard_id: int) -> Frequency:
    """What its columns are. Raises NoResultFound."""
    return session.scalars(select(Scorecard.frequency).where(Scorecard.id == scorecard_id)).one()


def first_month_known(session: Session, scorecard_id: int) -> int | None:
    """The month that its oldest value ends in, 201604, or that of the oldest audit where it counts any."""
    on_it = (
        select(Measure.id, Measure.kind)
        .join(ScorecardLine, ScorecardLine.measure_id == Measure.id)
        .join(ScorecardTheme, ScorecardTheme.id == ScorecardLine.theme_id)
        .where(ScorecardTheme.scorecard_id == scorecard_id)
        .subquery()
    )
    value = (
        select(func.min(MeasureValue.last_month))
        .where(MeasureValue.is_current, MeasureValue.measure_id.in_(select(on_it.c.id)))
        .scalar_subquery()
    )
    audits = select(func.count()).where(on_it.c.kind == MeasureKind.AUDIT).scalar_subquery()
    audit = select(func.min(Audit.month)).scalar_subquery()
    first_value, counts_audits, first_audit = session.execute(select(value, audits, audit)).one()
    known = [month for month in (first_value, first_audit if counts_audits else None) if month]
    return min(known, default=None)


@dataclass(frozen=True)
class MeasuresSought:
    """Which measures to offer; empty values leave none out."""

    text: str = ""
    outcome: str = ""
    kind: MeasureKind | None = None


def measures_to_add(session: Session, scorecard: Scorecard, sought: MeasuresSought) -> Sequence[Measure]:
    """Measures in use that the scorecard does not have yet, in the order of the catalogue."""
    statement = _as_catalogued().where(Measure.active, Measure.id.not_in(_measures_on(scorecard)))
    if text := sought.text.strip():
        statement = statement.where(
            or_(
                Measure.code.icontains(text, autoescape=True),
                Measure.name.icontains(text, autoescape=True),
                Measure.description.icontains(text, autoescape=True),
            )
        )
    if sought.outcome:
        statement = statement.where(Measure.outcome == sought.outcome)
    if sought.kind is not None:
        statement = statement.where(Measure.kind == sought.kind)
    return session.scalars(statement).all()


def measures_by_id(session: Session, measure_ids: Sequence[int]) -> Sequence[Measure]:
    """Those of these numbers that are there and in use, in the order they are offered in."""
    return session.scalars(_as_catalogued().where(Measure.id.in_(measure_ids), Measure.active)).all()


def _as_catalogued() -> Select[Measure]:
    """Outcomes and their measures in the order they came in: that of the file or library they are from."""
    first = select(Measure.outcome, func.min(Measure.id).label("first")).group_by(Measure.outcome).subquery()
    return select(Measure).join(first, first.c.outcome == Measure.outcome).order_by(first.c.first, Measure.id)


def outcomes(session: Session) -> Sequence[str]:
    """Every outcome or theme that a measure in use belongs to, by name."""
    statement = select(Measure.outcome).where(Measure.active, Measure.outcome != "").distinct()
    return sorted(session.scalars(statement), key=str.casefold)


def libraries_to_add(session: Session, scorecard: Scorecard) -> dict[str, list[Measure]]:
    """By the name of a library: the measures in use that were adopted from it, in the order it prints
    them, without those that the scorecard has already."""
    statement = select(Measure).where(
        Measure.active, Measure.library != "", Measure.id.not_in(_measures_on(scorecard))
    )
    found: dict[str, list[Measure]] = {}
    for measure in sorted(session.scalars(statement), key=_printed_place):
        found.setdefault(measure.library.partition("/")[0], []).append(measure)
    return found


def _printed_place(measure: Measure) -> tuple[str, int, str, int]:
    """> cheshire-east/9 before cheshire-east/12"""
    library, _, number = measure.library.partition("/")
    return library, int(number) if number.isdecimal() else 0, number, measure.id


def _measures_on(scorecard: Scorecard) -> list[int]:
    return [line.measure_id for theme in scorecard.themes for line in theme.lines]
