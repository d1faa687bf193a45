"""The measures of which values are entered for a period, with those that are there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.measure_values import CheckedValue
from qa_app.domain.measures import Frequency, MeasureKind
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.periods import ReportingPeriod, year_of
from qa_app.models import Measure, MeasureValue, Scorecard, ScorecardLine, ScorecardTheme
from qa_app.queries.kept_values import children_by_year, kept_value


@dataclass(frozen=True)
class GridChoice:
    """Which measures are asked for; empty values leave none out."""

    period: ReportingPeriod
    text: str = ""
    """Part of a code or a name."""
    outcome: str = ""
    scorecard_id: int | None = None


@dataclass(frozen=True)
class GridRow:
    """A measure, its value in the period, and the one before. `number` counts the values there were of the
    period up to the one that holds, 0 where none does; `children` are those of the year."""

    measure: Measure
    value: CheckedValue | None
    number: int
    previous: CheckedValue | None
    children: int | None
    children_before: int | None

    @property
    def shown_before(self) -> str:
        """> 57%, or nothing where there was no value"""
        if self.previous is None:
            return ""
        return self.previous.shown(self.measure.unit, self.measure.decimals, self.children_before)


@dataclass(frozen=True)
class GridOptions:
    """What there is to narrow the measures down by."""

    outcomes: Sequence[str]
    scorecards: Sequence[tuple[int, str]]


def value_grid(session: Session, choice: GridChoice) -> list[GridRow]:
    """The measures in use that are entered as often as that; a scorecard's in its own order, else by outcome,
    in the order in which outcomes and measures came in. A constant number of statements."""
    measures = session.scalars(_measures(choice)).all()
    return _rows(session, measures, choice.period)


def rows_of(session: Session, measure_ids: Collection[int], period: ReportingPeriod) -> list[GridRow]:
    """The same of these measures, in the order given, in use or not."""
    found = {row.id: row for row in session.scalars(select(Measure).where(Measure.id.in_(measure_ids)))}
    return _rows(session, [found[number] for number in measure_ids if number in found], period)


def usual_frequency(session: Session) -> Frequency:
    """How often most of the measures in use are entered; every quarter where there are none, or as many."""
    entered = select(Measure.frequency, func.count().label("measures")).where(
        Measure.active.is_(True), Measure.kind != MeasureKind.AUDIT
    )
    counts = {row.frequency: row.measures for row in session.execute(entered.group_by(Measure.frequency))}
    return max(Frequency, key=lambda frequency: (counts.get(frequency, 0), frequency is Frequency.QUARTER))


def grid_options(session: Session, frequency: Frequency) -> GridOptions:
    outcomes = session.scalars(
        select(Measure.outcome)
        .where(*_entered(frequency), Measure.outcome != "")
        .group_by(Measure.outcome)
        .order_by(func.min(Measure.id))
    ).all()
    scorecards = select(Scorecard.id, Scorecard.title).where(Scorecard.active).order_by(Scorecard.title)
    return GridOptions(outcomes, [(number, title) for number, title in session.execute(scorecards)])


def _entered(frequency: Frequency) -> list[ColumnElement[bool]]:
    return [Measure.active.is_(True), Measure.kind != MeasureKind.AUDIT, Measure.frequency == frequency]


def _measures(choice: GridChoice) -> Select[Measure]:
    statement = select(Measure).where(*_entered(frequency_of(choice.period)))
    if text := choice.text.strip():
        by_name = Measure.name.icontains(text, autoescape=True)
        statement = statement.where(or_(by_name, Measure.code.icontains(text, autoescape=True)))
    if choice.outcome:
        statement = statement.where(Measure.outcome == choice.outcome)
    if choice.scorecard_id is not None:
        return (
            statement.join(ScorecardLine, ScorecardLine.measure_id == Measure.id)
            .join(ScorecardTheme, ScorecardTheme.id == ScorecardLine.theme_id)
            .where(ScorecardTheme.scorecard_id == choice.scorecard_id)
            .order_by(ScorecardTheme.position, ScorecardLine.position, Measure.id)
        )
    first = select(Measure.outcome, func.min(Measure.id).label("first")).group_by(Measure.outcome).subquery()
    return statement.join(first, first.c.outcome == Measure.outcome).order_by(first.c.first, Measure.id)


def _rows(session: Session, measures: Sequence[Measure], period: ReportingPeriod) -> list[GridRow]:
    before = period.previous()
    unique = {measure.id: measure for measure in measures}  # a line may stand under two themes
    values = session.scalars(
        select(MeasureValue).where(
            MeasureValue.measure_id.in_(unique),
            MeasureValue.period.in_([period.key, before.key]),
            MeasureValue.is_current,
        )
    )
    found = {(row.measure_id, row.period): row for row in values}
    children = children_by_year(session)
    rows = []
    for number, measure in unique.items():
        current, previous = found.get((number, period.key)), found.get((number, before.key))
        rows.append(
            GridRow(
                measure=measure,
                value=kept_value(current) if current else None,
                number=current.number if current else 0,
                previous=kept_value(previous) if previous else None,
                children=children.get(year_of(period).starting_year),
                children_before=children.get(year_of(before).starting_year),
            )
        )
    return rows
