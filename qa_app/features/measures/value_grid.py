"""The grid of values as it is laid out: a row for each measure, with what stands in each box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from qa_app.domain.errors import Problem
from qa_app.domain.measure_values import TypedValue, disagreement
from qa_app.domain.measures import MeasurePeriod, ValueStatus
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.plurals import plural
from qa_app.domain.readings import shown_value
from qa_app.domain.tables import shown_date
from qa_app.features.measures.value_typed import FIELDS, field_name
from qa_app.queries.value_grid import GridRow
from qa_app.services.measure_values import RefusedValues, Saved, TypedRow


@dataclass(frozen=True)
class Box:
    """One field of a row; `id` is its name too."""

    id: str
    label: str
    text: str
    errors: Sequence[str]


@dataclass(frozen=True)
class GridLine:
    """One row of the grid. `seen` is the number of the value that the person sees."""

    measure_id: int
    name: str
    unit: str
    history: str
    before: str
    marks: str
    seen: int
    boxes: Mapping[str, Box]
    statuses: Sequence[tuple[str, str]]
    notes: Sequence[str]


def grid_lines(
    rows: Sequence[GridRow],
    *,
    typed: Mapping[int, TypedRow] | None = None,
    refused: RefusedValues | None = None,
) -> list[GridLine]:
    """What was typed stands in the boxes, else what is there. After a clash the newer value is seen."""
    lines = []
    for row in rows:
        own = typed.get(row.measure.id) if typed else None
        problems = refused.problems.get(row.measure.id, ()) if refused else ()
        has_clashed = refused is not None and row.measure.id in refused.clashes
        seen = own.seen if own and not has_clashed else row.number
        lines.append(_line(row, own.typed if own else _shown(row), problems, seen))
    return lines


def grid_problems(lines: Sequence[GridLine]) -> list[tuple[str, str]]:
    """The id of the box and the sentence, which names the measure, for the summary of errors."""
    return [
        (box.id, f"{line.name}: {sentence}")
        for line in lines
        for box in line.boxes.values()
        for sentence in box.errors
    ]


def page_words(rows: Sequence[GridRow], period: ReportingPeriod, *, today: date) -> dict[str, Any]:
    """The sentences of the page."""
    wait = ""
    if today <= period.last_day:
        wait = f"{period} ends on {shown_date(period.last_day)}. Snapshots can be entered on that day"
        wait += ", and all other values from the day after."
    return {
        "period": str(period),
        "count": plural(len(rows), "measure"),
        "frequency": frequency_of(period).value,
        "wait": wait,
        "before": str(period.previous()),
        "earlier": period.previous().key,
        "later": type(period).from_ordinal(period.ordinal + 1).key,
    }


def saved_words(saved: Saved) -> str:
    """> 3 values are saved and 1 is taken out"""
    parts = []
    if saved.written:
        parts.append(f"{plural(saved.written, 'value')} {'is' if saved.written == 1 else 'are'} saved")
    if saved.withdrawn:
        parts.append(
            f"{plural(saved.withdrawn, 'value')} {'is' if saved.withdrawn == 1 else 'are'} taken out"
        )
    return f"{' and '.join(parts)}." if parts else "Nothing was changed."


def _line(row: GridRow, shown: TypedValue, problems: Sequence[Problem], seen: int) -> GridLine:
    measure = row.measure
    by_field: dict[str, list[str]] = {field: [] for field in FIELDS}
    for problem in problems:
        by_field.get(problem.field, by_field["value"]).append(problem.message)
    boxes = {
        field: Box(
            id=field_name(field, measure.id),
            label=f"{field.capitalize()} of {measure.name}",
            text=getattr(shown, field),
            errors=by_field[field],
        )
        for field in FIELDS
    }
    return GridLine(
        measure_id=measure.id,
        name=measure.name,
        unit=_unit(row),
        history=url_for("measures.value_history", measure_id=measure.id),
        before=row.shown_before,
        marks="provisional" if row.previous and row.previous.status is ValueStatus.PROVISIONAL else "",
        seen=seen,
        boxes=boxes,
        statuses=_statuses(shown.status),
        notes=_notes(row),
    )


def _shown(row: GridRow) -> TypedValue:
    """A reason is given with a change, so that its box begins empty."""
    if row.value is None:
        return TypedValue(status=ValueStatus.FINAL.value)
    typed = row.value.as_typed()
    return TypedValue(*typed.figures, typed.status)


def _statuses(chosen: str) -> list[tuple[str, str]]:
    """A value becomes revised by being changed, so only one that is says so."""
    return [
        (status.value, status.label)
        for status in ValueStatus
        if status is not ValueStatus.REVISED or chosen == status.value
    ]


def _unit(row: GridRow) -> str:
    """> Percent, rolling 12 months"""
    over = row.measure.measure_period
    said = "" if over is MeasurePeriod.CUMULATIVE else f", {over.value}"
    return f"{row.measure.unit.label}{said}"


def _notes(row: GridRow) -> list[str]:
    """What the counts give, where they contradict the value, and why it was revised."""
    value, measure = row.value, row.measure
    if value is None:
        return []
    notes = []
    if warning := disagreement(value, measure.unit, measure.decimals, row.children):
        notes.append(warning)
    elif value.value is None and (exact := value.exact(measure.unit, row.children)) is not None:
        notes.append(f"The counts give {shown_value(exact, measure.unit, measure.decimals)}")
    if value.reason:
        notes.append(f"Reason given: {value.reason}")
    return notes
