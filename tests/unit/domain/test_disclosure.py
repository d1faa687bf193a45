"""Small numbers are suppressed, and an attacker with an integer programme cannot work one back."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_app.domain.disclosure import (
    NOTHING_WITHHELD,
    PrintedTable,
    Suppression,
    is_small,
    is_small_share,
    suppression_of,
)
from tests.attacker import Attacker

Sum = frozenset[tuple[int, int]]
"""The cells, by row and position, that a figure is the sum of."""


def figures(table: PrintedTable, found: Suppression) -> tuple[dict[Sum, int], list[Sum]]:
    """What is printed, with its number, and what is withheld, of everything that this table prints."""
    places = range(1, table.width + 1)
    of_row = [frozenset((row, place) for place in places) for row in range(len(table.rows))]
    printed: dict[Sum, int] = {}
    withheld: list[Sum] = []

    def add(cells: Sum, *, hidden: bool) -> None:
        if hidden:
            withheld.append(cells)
        else:
            printed[cells] = sum(table.rows[row][place - 1] for row, place in cells)

    def good_of(cells: Sum) -> Sum:
        return frozenset((row, place) for row, place in cells if place <= (table.good or 0))

    for row, said in enumerate(found.rows):
        for place in places:
            add(frozenset({(row, place)}), hidden=said.hides(place))
        if table.has_row_totals:
            add(of_row[row], hidden=said.audited)
        if table.good is not None:
            add(good_of(of_row[row]), hidden=said.good)
    everything = frozenset().union(*of_row)
    if table.has_column_totals:
        for place in places:
            column = frozenset((row, place) for row in range(len(table.rows)))
            add(column, hidden=found.totals.hides(place))
        if table.good is not None:
            add(good_of(everything), hidden=found.totals.good)
    if table.has_grand_total:
        add(everything, hidden=found.totals.audited)
    return printed, withheld


def given_away(table: PrintedTable, found: Suppression) -> list[tuple[Sum, int]]:
    """What the attacker knows exactly of what is withheld, with the number."""
    printed, withheld = figures(table, found)
    cells = [(row, place) for row in range(len(table.rows)) for place in range(1, table.width + 1)]
    attacker = Attacker(cells, printed)
    ranges = [(cells, attacker.range_of(cells)) for cells in withheld]
    return [(cells, low) for cells, (low, high) in ranges if low == high]


@st.composite
def tables(draw: st.DrawFn) -> PrintedTable:
    """Small counts and noughts more often than not, as councils have them; any totals may be left out."""
    width = draw(st.integers(1, 4))
    one = st.one_of(st.integers(0, 8), st.sampled_from([0, 0, 1, 3, 5, 6, 20]))
    row = st.tuples(*[one] * width)
    return PrintedTable(
        rows=tuple(draw(st.lists(row, min_size=1, max_size=5))),
        good=draw(st.sampled_from([None, *range(1, width)])),
        has_row_totals=draw(st.booleans()),
        has_column_totals=draw(st.booleans()),
        has_grand_total=draw(st.booleans()),
        is_shares=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(tables())
@example(PrintedTable(rows=((3,),)))
@example(PrintedTable(rows=((3, 20), (0, 0))))
@example(PrintedTable(rows=((3, 20), (0, 30)), good=1))
@example(PrintedTable(rows=((0, 3, 0, 0), (9, 9, 9, 9), (30, 20, 10, 7)), good=2))
@example(PrintedTable(rows=((3, 20, 10, 2), (10, 30, 20, 8), (12, 14, 16, 18)), good=2))
def test_nothing_withheld_can_be_worked_back(table):
    found = suppression_of(table)

    assert given_away(table, found) == []


@settings(max_examples=120, deadline=None)
@given(tables())
def test_nothing_small_is_printed(table):
    found = suppression_of(table)
    printed, _ = figures(table, found)

    assert [number for number in printed.values() if is_small(number)] == []


@settings(max_examples=120, deadline=None)
@given(tables())
def test_of_a_printed_good_or_better_the_others_are_not_few_either(table):
    found = suppression_of(table)
    for row, said in zip(table.rows, found.rows, strict=True):
        if table.good is not None and not said.hides_good_percent:
            assert not is_small_share(sum(row[: table.good]), sum(row))


@settings(max_examples=50, deadline=None)
@given(tables())
def test_a_row_of_few_says_nothing_at_all(table):
    found = suppression_of(table)
    for row, said in zip(table.rows, found.rows, strict=True):
        if is_small(sum(row)):
            assert said.positions == set(range(1, table.width + 1))
            assert said.audited or not table.has_row_totals


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(*[st.one_of(st.just(0), st.integers(6, 50))] * 4), min_size=1, max_size=8))
def test_nothing_is_withheld_where_nothing_is_small(rows):
    """Without sums of several positions: those can be small in no other way."""
    found = suppression_of(PrintedTable(rows=tuple(rows), good=2))

    assert not any([*found.rows, found.totals])


def test_the_attacker_finds_what_a_single_suppression_leaves_open():
    """Or else the tests above would prove nothing."""
    table = PrintedTable(rows=((3, 20), (9, 30)))
    only_the_small_one = Suppression(
        rows=(suppression_of(PrintedTable(rows=((3, 20),))).rows[0], NOTHING_WITHHELD),
        totals=NOTHING_WITHHELD,
    )

    assert (frozenset({(0, 1)}), 3) in given_away(table, only_the_small_one)


@pytest.mark.parametrize(
    ("rows", "good", "withheld", "totals"),
    [
        # Nothing small: everything is printed.
        (((10, 20), (0, 30)), None, [(), ()], ()),
        # The smallest other cell of the row, and the two below them, so that no total tells.
        (((3, 20, 30), (9, 40, 50)), None, [(1, 2), (1, 2)], ()),
        # Noughts too, where nothing else will do; never of a row in which nobody is.
        (((3, 20), (0, 0), (0, 30), (40, 0)), None, [(1, 2), (), (1, 2), ()], ()),
        # One row only is the total too.
        (((3, 20, 30),), None, [(1, 2)], (1, 2)),
    ],
)
def test_what_is_withheld(rows, good, withheld, totals):
    found = suppression_of(PrintedTable(rows=rows, good=good))

    assert [tuple(sorted(row.positions)) for row in found.rows] == withheld
    assert tuple(sorted(found.totals.positions)) == totals
    assert not any(row.audited for row in found.rows)


def test_the_total_of_everybody_stays_where_another_row_can_hide_the_few():
    """Three audits in one area: an area like it is hidden with it, not the council's own total."""
    found = suppression_of(PrintedTable(rows=((0, 3, 0, 0), (2, 9, 9, 7), (30, 40, 50, 60)), good=2))

    assert [row.audited for row in found.rows] == [True, True, False]
    assert not found.totals.audited


def test_a_table_may_have_no_totals():
    found = suppression_of(
        PrintedTable(
            rows=((3, 20), (9, 30)), has_row_totals=False, has_column_totals=False, has_grand_total=False
        )
    )

    assert [row.positions for row in found.rows] == [{1}, set()]


def test_few_that_are_in_no_row_are_not_told_by_the_totals_either():
    rows = ((10, 20), (30, 40))
    found = suppression_of(PrintedTable(rows=rows, others=(3, 0)))

    assert any([*found.rows, found.totals])


def test_totals_that_are_too_small_for_their_rows_bind_nothing():
    """As published ones may be; what is small is withheld all the same."""
    found = suppression_of(PrintedTable(rows=((3, 20), (9, 30)), others=(-5, 0)))

    assert found.rows[0].hides(1)


@pytest.mark.parametrize(
    ("count", "audited", "expected"),
    [
        (0, 0, False),
        (0, 6, False),
        (6, 6, False),
        (0, 5, True),  # of few, also that there was none
        (1, 20, True),
        (5, 20, True),
        (6, 20, False),
        (15, 20, True),  # five did not
        (14, 20, False),
    ],
)
def test_a_share_of_few(count, audited, expected):
    assert is_small_share(count, audited) is expected
