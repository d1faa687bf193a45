"""Suppression of small numbers: what must not be printed, so that no child can be identified.

Counts of 1 to 5 are suppressed, with what says the same in another way, and as many other figures as it
takes that nothing suppressed can be worked out from what is printed beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.disclosure_network import Flow, Name, Network, network_of

LARGEST_SMALL = 5


def is_small(count: int | Fraction) -> bool:
    """Whether so few are counted that a child could be identified; nobody is not few."""
    return 0 < count <= LARGEST_SMALL


def is_small_share(count: int | Fraction, audited: int | Fraction) -> bool:
    """Whether a share gives away a small number: of those counted, of the others, or of all."""
    return is_small(count) or is_small(audited - count) or is_small(audited)


@dataclass(frozen=True)
class Withheld:
    """What is not printed of one row. `positions` count from 1, as grades do.

    Without `audited` no percentage of the row may be printed either: it would tell it.
    """

    positions: frozenset[int] = frozenset()
    audited: bool = False
    good: bool = False
    """The sum of the first positions."""

    def __bool__(self) -> bool:
        return bool(self.positions) or self.audited or self.good

    def hides(self, position: int) -> bool:
        """Whether the count of a position is withheld."""
        return position in self.positions

    def hides_percent(self, position: int) -> bool:
        return self.audited or position in self.positions

    @property
    def hides_good_percent(self) -> bool:
        return self.audited or self.good


NOTHING_WITHHELD = Withheld()


@dataclass(frozen=True)
class PrintedTable:
    """Counts by row and position, with what else is printed of them.

    `others` are counted in the totals and in no row: how many, by position; None where nothing is. They
    are negative where the printed totals are too small for their rows, as published ones may be.
    `good` is how many positions count as good together, where that sum is printed too.
    """

    rows: tuple[tuple[int, ...], ...]
    good: int | None = None
    has_row_totals: bool = True
    has_column_totals: bool = True
    has_grand_total: bool = True
    others: tuple[int, ...] | None = None
    is_shares: bool = False
    """A row is printed as a whole or not at all, as so many of so many are."""

    @property
    def totals(self) -> tuple[int, ...]:
        columns = zip(*self.rows, self.others or (0,) * self.width, strict=True)
        return tuple(sum(column) for column in columns)

    @property
    def width(self) -> int:
        return len(self.rows[0])


@dataclass(frozen=True)
class Suppression:
    """What is withheld of each row, in their order, and of the row of totals."""

    rows: tuple[Withheld, ...]
    totals: Withheld


def suppression_of(
    table: PrintedTable, *, also: Iterable[int] = (), also_totals: bool = False
) -> Suppression:
    """Rows without any count are never suppressed: nobody is in them.

    `also` are rows to withhold as if their counts were small, the first being 0; and so may be the totals.
    """
    if not table.rows:
        return Suppression((), NOTHING_WITHHELD)
    network = network_of(_flows(table))
    rows = set(also)
    network.protect(
        [
            *_small(table, network),
            *(name for name in network.flows if name[0] == "cell" and name[1] in rows),
            *(name for name in network.flows if name[0] == "column" and also_totals),
        ]
    )
    places = range(1, table.width + 1)
    return Suppression(
        rows=tuple(
            Withheld(
                positions=frozenset(place for place in places if ("cell", row, place) in network.withheld),
                audited=("row", row) in network.withheld,
                good=("good", row) in network.withheld,
            )
            for row in range(len(table.rows))
        ),
        totals=Withheld(
            positions=frozenset(place for place in places if ("column", place) in network.withheld),
            audited=("grand",) in network.withheld,
            good=("good", "total") in network.withheld,
        ),
    )


def _small(table: PrintedTable, network: Network) -> Iterator[Name]:
    """What must not be known: everything small, and all of a row of few, of whom a nought tells too."""
    for name, flow in network.flows.items():
        if is_small(flow.count):
            yield name
            if name[0] == "rest":
                yield ("good", *name[1:])
    for row, counts in enumerate(table.rows):
        if is_small(sum(counts)):
            yield from (("cell", row, place) for place in range(1, table.width + 1))
            yield from (name for name in [("good", row)] if name in network.flows)


# What is lost with a figure. The fewest figures first, of as many the smallest, a nought only where no other
# will do; a total takes all percentages of its row with it.
_CELL, _MOST_OF_A_CELL, _NOUGHT, _GOOD = 1_000, 900, 1_950, 1_990
_COLUMN, _ROW, _GRAND = 8_000, 10_000, 30_000


def _flows(table: PrintedTable) -> Iterator[Flow]:
    """From the source through rows to columns, and back. A sum of the first positions parts both in two."""
    for row, counts in enumerate(table.rows):
        if any(counts):
            yield from _row_flows(table, row, counts)
    for place, other in enumerate(table.others or (), 1):
        if other:
            yield Flow(("other", place), "source", ("column", place), other)
    totals = table.totals
    for place, total in enumerate(totals, 1):
        cost = _COLUMN + min(total, _MOST_OF_A_CELL) if table.has_column_totals else None
        unit = ("totals",) if table.is_shares else None
        yield Flow(("column", place), ("column", place), _part(table, place, "columns"), total, cost, unit)
    if table.good is not None:
        good = sum(totals[: table.good])
        cost = _COLUMN if table.has_column_totals else None
        yield Flow(("good", "total"), ("good", "columns"), "sink", good, cost)
        yield Flow(("rest", "total"), ("rest", "columns"), "sink", sum(totals) - good)
    cost = _GRAND if table.has_grand_total else None
    yield Flow(("grand",), "sink", "source", sum(totals), cost, ("totals",) if table.is_shares else None)


def _row_flows(table: PrintedTable, row: int, counts: Sequence[int]) -> Iterator[Flow]:
    whole, unit = sum(counts), ("share", row) if table.is_shares else None
    cost = _ROW + min(whole, _MOST_OF_A_CELL) if table.has_row_totals else None
    yield Flow(("row", row), "source", ("whole", row), whole, cost, unit)
    if table.good is not None:
        good = sum(counts[: table.good])
        yield Flow(("good", row), ("whole", row), ("good", row), good, _GOOD)
        yield Flow(("rest", row), ("whole", row), ("rest", row), whole - good)
    for place, counted in enumerate(counts, 1):
        cost = _CELL + min(counted, _MOST_OF_A_CELL) if counted else _NOUGHT
        yield Flow(("cell", row, place), _part(table, place, row), ("column", place), counted, cost, unit)


def _part(table: PrintedTable, place: int, of: int | str) -> tuple[str, int | str] | str:
    """The node that a position is summed at: of a row its good ones or the rest, or all of it."""
    if table.good is None:
        return "sink" if of == "columns" else ("whole", of)
    return ("good" if place <= table.good else "rest", of)
