"""A table as a page lays it out: every cell as printed, with where it leads and how it looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Shorthand, Table, Value, marks_in, marks_of, shown

NAME = 24  # characters in a heading of a row, from which its column needs room for a name
WORDS = 16  # characters in a cell, from which its column has room for several words
LONG = 60  # characters in a cell, from which its column needs room for sentences


class Cell(NamedTuple):
    """What is printed, the classes of its cell, and the address it leads to; both empty where there are none.

    A tuple, because a template takes one apart in half the time that it takes to ask for three names.
    """

    text: str
    classes: str
    href: str = ""


class Heading(NamedTuple):
    """The words of a heading, so that a narrow column breaks between them and not inside > 2016-17."""

    words: tuple[str, ...]
    classes: str


class Row(NamedTuple):
    """`headings` say what the row is, and stay in view while `cells` scroll."""

    headings: tuple[Cell, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableView:
    """`name` is what its region is called; `is_titled` is whether that is also to be seen."""

    id: str
    name: str
    is_titled: bool
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    explained: tuple[str, ...]
    """> N/A: not applicable, or nothing was audited."""
    notes: tuple[str, ...]


def table_view(table: Table, *, id: str, name: str, is_titled: bool) -> TableView:
    """`components/report_table.html` lays it out. Every row is held in memory."""
    values = [tuple(row) for row in table.rows]
    first = _heading_columns(table.columns)
    by_column = list(zip(*values, strict=True)) or [()] * len(table.columns)
    looks = [
        _Look(column, some, is_heading=place < first)
        for place, (column, some) in enumerate(zip(table.columns, by_column, strict=True))
    ]
    cells = zip(*(look.cells(some) for look, some in zip(looks, by_column, strict=True)), strict=True)
    return TableView(
        id=id,
        name=name,
        is_titled=is_titled,
        headings=tuple(Heading(tuple(look.column.heading.split()), look.heading) for look in looks),
        rows=tuple(Row(row[:first], row[first:]) for row in cells),
        explained=tuple(_explained(looks, by_column)),
        notes=table.notes,
    )


def _heading_columns(columns: Sequence[Column]) -> int:
    """How many of the first columns say what a row is: those that are said to, else a first one of text."""
    said = len(list(takewhile(lambda column: column.is_heading, columns)))
    return said or int(columns[0].kind is Kind.TEXT)


class _Look:
    """How the cells of one column look."""

    def __init__(self, column: Column, values: Sequence[Value], *, is_heading: bool) -> None:
        self.column = column
        self.texts = [shown(value, column) for value in values]
        looks = list(_looks(column, self.texts, is_heading=is_heading))
        self.heading = " ".join(["govuk-table__header", *looks])
        own = ["govuk-table__header", *looks] if is_heading else looks
        self._plain = " ".join(own)
        self._toned = {tone: " ".join([*own, f"app-tone--{tone}"]) for tone in Tone}

    def cells(self, values: Sequence[Value]) -> list[Cell]:
        return [
            Cell(text, self._toned[value.tone] if value.tone else self._plain, value.href)
            if isinstance(value, Figure)
            else Cell(text, self._plain)
            for text, value in zip(self.texts, values, strict=True)
        ]


def _looks(column: Column, texts: Sequence[str], *, is_heading: bool) -> Iterator[str]:
    if is_heading:
        yield "app-report__fixed"
    if column.kind.is_numeric:
        yield "app-report__figure"
    elif column.kind is not Kind.TEXT:
        yield "app-report__day"
    else:
        longest = max(map(len, texts), default=0)
        if is_heading:
            yield from ["app-report__name"] if longest > NAME else []
        elif longest > WORDS:
            yield "app-report__long" if longest > LONG else "app-report__words"


def _explained(looks: Sequence[_Look], by_column: Sequence[Sequence[Value]]) -> Iterator[str]:
    """> N/A: not applicable, or nothing was audited. For all that is used, the headings included."""
    used: set[Shorthand] = set()
    for look, values in zip(looks, by_column, strict=True):
        used |= marks_in(look.column.heading)
        for text, value in zip(look.texts, values, strict=True):
            if "[" in text or text.startswith(Shorthand.NOT_APPLICABLE.shown):
                used |= marks_of(value)
    yield from (f"{mark.shown}: {mark.meaning}." for mark in Shorthand if mark in used)
