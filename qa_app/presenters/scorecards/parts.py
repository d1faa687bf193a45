"""A table put together from columns that each know what a line has in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa_app.domain.scorecard import Line, Scorecard
from qa_app.domain.tables import Column, Figure, Table, Value


@dataclass(frozen=True)
class Part:
    """A column, and what a line has in it; with `only_if_any` it is left out where every line has nothing."""

    column: Column
    cell: Callable[[Line], Value]
    only_if_any: bool = False


def in_use(parts: Iterable[Part], lines: Sequence[Line]) -> tuple[Part, ...]:
    """Without the columns in which no line has anything, so that every theme's table has the same ones."""
    return tuple(
        part for part in parts if not part.only_if_any or any(_says(part.cell(line)) for line in lines)
    )


def table_of(title: str, parts: Sequence[Part], lines: Iterable[Line]) -> Table:
    return Table(
        title=title,
        columns=tuple(part.column for part in parts),
        rows=[tuple([part.cell(line) for part in parts]) for line in lines],
    )


def joined(title: str, parts: Sequence[Part], scorecard: Scorecard, *, theme: str) -> Table:
    """All themes in one table, each line with the title of its own first, headed `theme`."""
    return Table(
        title=title,
        columns=(Column(theme, is_heading=True), *(part.column for part in parts)),
        rows=[
            (each.title, *(part.cell(line) for part in parts))
            for each in scorecard.themes
            for line in each.lines
        ],
    )


def _says(value: Value) -> bool:
    return (value.value if isinstance(value, Figure) else value) not in (None, "")
