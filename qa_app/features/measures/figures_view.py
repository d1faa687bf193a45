"""A table of figures as its page lays it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.domain.tables import Column, Figure, Table, Value, shown


@dataclass(frozen=True)
class Cell:
    text: str
    is_numeric: bool
    href: str = ""


@dataclass(frozen=True)
class FiguresView:
    """`rows` begin with the heading of the row."""

    title: str
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def figures_view(table: Table) -> FiguresView:
    return FiguresView(
        title=table.title,
        headings=tuple(Cell(column.heading, column.kind.is_numeric) for column in table.columns),
        rows=tuple(_row(row, table.columns) for row in table.rows),
        notes=table.notes,
    )


def _row(row: Sequence[Value], columns: Sequence[Column]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            shown(value, column),
            is_numeric=column.kind.is_numeric,
            href=value.href if isinstance(value, Figure) else "",
        )
        for value, column in zip(row, columns, strict=True)
    )
