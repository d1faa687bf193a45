"""Bringing in a file of values of measures: checked whole, added whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_values import CheckedValue, disagreement, successor
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.periods import ReportingPeriod, year_of
from qa_app.domain.value_checking import check_value
from qa_app.importers.progress import Progress, told_to_nobody
from qa_app.importers.sheet import Sheet
from qa_app.importers.value_file import ValueCell, ValuesFile
from qa_app.importers.value_rows import read_values
from qa_app.models import ImportBatch, Person
from qa_app.queries.import_values import LoadedValue, loaded_values
from qa_app.queries.kept_values import children_by_year
from qa_app.services.importing_report import MOST_NAMES, Report, shown_problems
from qa_app.services.importing_value_extras import Extras, plan_extras
from qa_app.services.importing_value_measures import MatchedMeasures, add_measures, match_measures
from qa_app.services.importing_value_rows import PlannedValue, write_planned
from qa_app.services.importing_value_standards import add_extras

MOST_WARNINGS = 200


@dataclass(frozen=True)
class ValueOptions:
    """What somebody agreed to: adding measures, replacing what is there, taking the rest of a wide file."""

    add_missing: bool = False
    replace: bool = False
    extras: bool = False
    comparator_year: int | None = None
    """2012 for 2012-13; None: the reporting year before that of the latest period."""


@dataclass
class ValuesPlan:
    """What bringing in this file would do to the database as it is now."""

    file: ValuesFile
    matched: MatchedMeasures
    extras: Extras
    values: list[PlannedValue] = field(default_factory=list)
    unchanged: int = 0
    differs: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def report(self) -> Report:
        added = {
            "values": sum(not planned.is_revision for planned in self.values),
            "revised values": sum(planned.is_revision for planned in self.values),
            "measures": len(self.matched.new),
            **self.extras.counted,
        }
        return Report(
            rows=self.file.rows,
            added={} if self.file.problems or not any(added.values()) else added,
            unchanged=self.unchanged,
            names={"measures": self.matched.in_words[:MOST_NAMES]},
            missing_names=self.matched.missing,
            differs=self.differs or self.extras.differs,
            warnings=tuple(self.warnings[:MOST_WARNINGS]),
            also=self.extras.offered,
            comparator_years=self.extras.years_offered,
            **shown_problems(self.file.problems),
        )


def plan_values(
    session: Session,
    file_name: str,
    sheet: Sheet,
    options: ValueOptions,
    *,
    today: date,
    progress: Progress = told_to_nobody,
) -> ValuesPlan:
    """Changes nothing."""
    file = read_values(sheet, progress=progress)
    matched = match_measures(session, file, add_missing=options.add_missing)
    plan = ValuesPlan(file, matched, Extras())
    loaded = loaded_values(session, [known.id for known in matched.known.values()])
    _Planner(plan, options, file_name, loaded, children_by_year(session), today).plan_all()
    plan.extras = plan_extras(
        session,
        file,
        matched,
        wanted=options.extras,
        replace=options.replace,
        comparator_year=options.comparator_year,
    )
    return plan


def add_planned_values(
    session: Session, plan: ValuesPlan, batch: ImportBatch, *, by: Person | None, at: datetime
) -> None:
    """Only for a plan without problems, made in this transaction. Raises Conflict."""
    ids = add_measures(session, plan.matched, by=by, at=at)
    if plan.values:
        write_planned(session, plan.values, ids, batch, by=by, at=at)
    add_extras(session, plan.extras, ids, batch, by=by, at=at)


class _Planner:
    """Decides about one value after the other."""

    def __init__(
        self,
        plan: ValuesPlan,
        options: ValueOptions,
        file_name: str,
        loaded: Mapping[tuple[int, str], LoadedValue],
        children: Mapping[int, int],
        today: date,
    ) -> None:
        self.plan, self.options, self.file_name = plan, options, file_name
        self.loaded, self.children, self.today = loaded, children, today
        self.matched, self.problems = plan.matched, plan.file.problems
        self.first: dict[tuple[int | str, str], ValueCell] = {}

    def plan_all(self) -> None:
        for cell in self.plan.file.cells:
            try:
                self._plan(cell)
            except InvalidInput as error:
                for problem in error.problems:
                    field = problem.field
                    self.problems.add(cell.row, cell.column(field), cell.text(field), problem.message)

    def _plan(self, cell: ValueCell) -> None:
        counted = self.matched.counted(cell.measure)
        if counted is None:  # the measure itself is the problem
            return
        period = next(
            (meant for meant in cell.periods if frequency_of(meant) is counted.frequency), cell.periods[0]
        )
        children = self.children.get(year_of(period).starting_year)
        checked = check_value(cell.typed, counted, period, today=self.today, children=children)
        known = self.matched.known.get(cell.measure)
        first = self.first.setdefault((known.id if known else cell.measure, period.key), cell)
        if first is not cell:
            where = f"Row {first.row}" if first.row != cell.row else f"The column “{first.column('value')}”"
            sentence = f"{where} gives {period} of this measure too: keep one of them"
            self.problems.add(cell.row, cell.column("period"), cell.text("period"), sentence)
        elif checked is not None:
            loaded = self.loaded.get((known.id, period.key)) if known else None
            self._compare(cell, period, checked, loaded, children)

    def _compare(
        self,
        cell: ValueCell,
        period: ReportingPeriod,
        checked: CheckedValue,
        loaded: LoadedValue | None,
        children: int | None,
    ) -> None:
        counted, decimals = self.matched.counted(cell.measure), self.matched.decimals(cell.measure)
        assert counted is not None  # noqa: S101  # _plan saw to it
        current = loaded.value if loaded else None
        reason = checked.reason or (f"Brought in from {self.file_name}" if current else "")
        written = successor(replace(checked, reason=reason), current)
        if written is None:
            self.plan.unchanged += 1
            return
        if current is not None and not self.options.replace:
            self.plan.differs = True
            there = current.shown(counted.unit, decimals, children)
            whence = f"from “{loaded.file_name}”" if loaded and loaded.file_name else "entered by hand"
            sentence = f"{there} is here already, {whence}: correct it, or choose to replace what is here"
            self.problems.add(cell.row, cell.column("value"), _printed(cell), sentence)
            return
        self.plan.values.append(PlannedValue(cell.measure, period, written, loaded))
        if warning := disagreement(written, counted.unit, decimals, children):
            known = self.matched.known.get(cell.measure)
            name = known.name if known else self.plan.file.measures[cell.measure].name
            self.plan.warnings.append(f"{name}, {period}: {warning}.")


def _printed(cell: ValueCell) -> str:
    """> 57%, or > 9 of 10"""
    typed = cell.typed
    return typed.value or f"{typed.numerator} of {typed.denominator}"
