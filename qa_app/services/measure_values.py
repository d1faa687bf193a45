"""Entering the values of measures. A later value takes the place of an earlier one, which is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict, DomainError, InvalidInput, Problem
from qa_app.domain.measure_values import CheckedValue, TypedValue, disagreement, successor
from qa_app.domain.measures import MeasureKind
from qa_app.domain.periods import ReportingPeriod, london_date, year_of
from qa_app.domain.plurals import plural
from qa_app.domain.value_checking import Counted, check_value
from qa_app.models import Measure, MeasureValue, Person
from qa_app.queries.kept_values import children_by_year, current_of, kept_value, versions_in
from qa_app.services.measure_value_rows import withdraw_value, write_value

COMPUTED = "This is computed from the judgements of audits, so its value is never typed in"


@dataclass(frozen=True)
class TypedRow:
    """What was typed for one measure. `seen` is the number of the value that the person saw; 0: none."""

    typed: TypedValue
    seen: int


@dataclass(frozen=True)
class Saved:
    """How many values were written, how many were taken out, and what their own counts contradict."""

    written: int = 0
    withdrawn: int = 0
    warnings: Sequence[str] = ()


class RefusedValues(DomainError):
    """Some of the values cannot be kept, so none of them was: `problems` are by the id of the measure."""

    def __init__(self, problems: Mapping[int, Sequence[Problem]], clashes: Iterable[int] = ()) -> None:
        self.problems = problems
        self.clashes = frozenset(clashes)
        """The measures whose value somebody else changed meanwhile."""
        count = sum(map(len, problems.values()))
        super().__init__(
            f"There {'is' if count == 1 else 'are'} {plural(count, 'problem')}: nothing was saved."
        )


@dataclass
class _Found:
    """What is to be done, and what stands against it."""

    writes: list[tuple[Measure, MeasureValue | None, CheckedValue, int]] = field(default_factory=list)
    withdrawals: list[tuple[Measure, MeasureValue]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: dict[int, Sequence[Problem]] = field(default_factory=dict)
    clashes: set[int] = field(default_factory=set)


def save_values(
    session: Session,
    period: ReportingPeriod,
    rows: Mapping[int, TypedRow],
    *,
    by: Person | None,
    at: datetime,
) -> Saved:
    """Writes the rows, by the id of the measure, that say something else than what was seen: all or none.

    A row that was emptied takes the value out. Two people who save at once come one after the other, and
    the second is told of the first. Raises RefusedValues, and Conflict where the database itself had to
    tell them apart.
    """
    _lock(session, rows)
    measures = {row.id: row for row in session.scalars(select(Measure).where(Measure.id.in_(rows)))}
    versions = versions_in(session, rows, [period.key])
    children = children_by_year(session).get(year_of(period).starting_year)
    found = _Found()
    for measure_id, row in rows.items():
        if (measure := measures.get(measure_id)) is not None:
            _look_at(found, measure, period, row, versions[measure_id, period.key], children, at)
    if found.problems:
        raise RefusedValues(found.problems, found.clashes)
    try:
        for measure, current, checked, number in found.writes:
            write_value(session, measure, period, checked, current, number=number, by=by, at=at)
        for measure, current in found.withdrawals:
            withdraw_value(session, measure, period, current, by=by, at=at)
        session.flush()
    except IntegrityError as error:
        raise Conflict(
            "Somebody else saved one of these values at the same moment, so nothing was saved. Save again."
        ) from error
    return Saved(len(found.writes), len(found.withdrawals), found.warnings)


def set_value(
    session: Session,
    measure: Measure,
    period: ReportingPeriod,
    typed: TypedValue,
    *,
    seen: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Writes one value; a blank one takes the value out that is there.

    Raises InvalidInput, also where nothing would change, and Conflict where somebody changed the value that
    the person saw.
    """
    try:
        saved = save_values(session, period, {measure.id: TypedRow(typed, seen)}, by=by, at=at)
    except RefusedValues as refused:
        problems = refused.problems[measure.id]
        if refused.clashes:
            raise Conflict(problems[0].message) from refused
        raise InvalidInput(problems) from refused
    if not saved.written and not saved.withdrawn:
        raise InvalidInput([Problem("value", "This is the value already: nothing was changed")])


def _look_at(
    found: _Found,
    measure: Measure,
    period: ReportingPeriod,
    row: TypedRow,
    versions: list[MeasureValue],
    children: int | None,
    at: datetime,
) -> None:
    seen = next((version for version in versions if version.number == row.seen), None)
    if _says_the_same(row.typed, seen):
        return
    current = current_of(versions)
    shown = kept_value(current).shown(measure.unit, measure.decimals, children) if current else ""
    try:
        if measure.kind is MeasureKind.AUDIT:
            raise InvalidInput([Problem("value", COMPUTED)])
        checked = check_value(row.typed, counted(measure), period, today=london_date(at), children=children)
        is_stale = (current.number if current else 0) != row.seen
        if is_stale and not _is_same(checked, current):
            found.clashes.add(measure.id)
            raise InvalidInput([Problem("value", _clash(current, shown))])
        if checked is None:
            _look_at_blank(found, measure, row.typed, current)
            return
        written = successor(checked, kept_value(current) if current else None, shown=shown)
    except InvalidInput as error:
        found.problems[measure.id] = error.problems
        return
    if written is not None:
        number = versions[-1].number + 1 if versions else 1
        found.writes.append((measure, current, written, number))
        if warning := disagreement(written, measure.unit, measure.decimals, children):
            found.warnings.append(f"{measure.name}, {period}: {warning}")
    elif row.typed.reason.strip():
        sentence = "The value is the same: give a reason with a change, or leave this blank"
        found.problems[measure.id] = [Problem("reason", sentence)]


def _clash(current: MeasureValue | None, shown: str) -> str:
    """> Lee Lead entered 58% meanwhile: save again to put yours in its place"""
    who = current.entered_by.name if current and current.entered_by else "Somebody else"
    did = f"entered {shown}" if current else "took the value out"
    return f"{who} {did} meanwhile: save again to put yours in its place"


def _look_at_blank(found: _Found, measure: Measure, typed: TypedValue, current: MeasureValue | None) -> None:
    """A row without a figure."""
    if typed.reason.strip():
        raise InvalidInput([Problem("value", "Write the value that the reason is about")])
    if current is not None:
        found.withdrawals.append((measure, current))


def _says_the_same(typed: TypedValue, seen: MeasureValue | None) -> bool:
    """Whether the row stands as the person was shown it; a reason is given with a change only."""
    if typed.reason.strip():
        return False
    if seen is None:
        return typed.is_blank
    shown = kept_value(seen).as_typed()
    return (*typed.figures, typed.status) == (*shown.figures, shown.status)


def _is_same(checked: CheckedValue | None, current: MeasureValue | None) -> bool:
    if checked is None or current is None:
        return checked is None and current is None
    return checked.figures == kept_value(current).figures


def counted(measure: Measure) -> Counted:
    """What the rules ask of a measure."""
    return Counted(measure.unit, measure.frequency, measure.measure_period)


def _lock(session: Session, measure_ids: Iterable[int]) -> None:
    """Makes whoever enters values of the same measures wait, always in the same order."""
    statement = select(Measure.id).where(Measure.id.in_(measure_ids)).order_by(Measure.id)
    session.execute(statement.with_for_update(key_share=True)).all()
