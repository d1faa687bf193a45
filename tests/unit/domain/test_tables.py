from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from qa_app.domain.tables import Column, Figure, Kind, Shorthand, Value, half_up, shown, shown_time


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("Good", Kind.TEXT, "Good"),
        (None, Kind.COUNT, ""),
        (1204, Kind.COUNT, "1,204"),
        (0, Kind.PERCENT, "0%"),
        (62.5, Kind.PERCENT, "63%"),
        (Fraction(8, 10), Kind.PERCENT, "0.8%"),
        (Fraction(400, 7), Kind.PERCENT, "57%"),
        (57.25, Kind.NUMBER, "57.3"),
        (1204, Kind.NUMBER, "1,204.0"),
        (date(2026, 4, 1), Kind.DATE, "1 April 2026"),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), Kind.TIME, "1 April 2026 at 00:30"),
        (Shorthand.NOT_APPLICABLE, Kind.PERCENT, "N/A"),
        (Shorthand.SUPPRESSED, Kind.COUNT, "[c]"),
        (Figure(Fraction(125, 2), Kind.PERCENT), Kind.COUNT, "63%"),  # a scorecard mixes units in a column
        (Figure(Decimal("3.14159"), Kind.NUMBER, decimals=2), Kind.TEXT, "3.14"),
    ],
)
def test_shown(value: Value, kind: Kind, expected: str) -> None:
    assert shown(value, Column("Any", kind)) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.5, 0, "3"),  # not half to even, which is what round() does
        (0.15, 1, "0.2"),  # the float is a little below 0.15, but nobody reads it so
        (Fraction(1, 8), 2, "0.13"),
        (-2.5, 0, "-3"),
    ],
)
def test_half_up(value: float | Fraction, decimals: int, expected: str) -> None:
    assert str(half_up(value, decimals)) == expected


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        shown_time(datetime(2026, 4, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None))


def test_every_shorthand_has_its_own_mark() -> None:
    assert [str(mark) for mark in Shorthand] == ["[z]", "[x]", "[c]", "[p]", "[r]", "[u]", "[b]"]


@pytest.mark.parametrize("size", [26, 27, 28, 29, 60])
def test_no_figure_is_too_long_to_be_written(size: int) -> None:
    """A page must not fail for everybody because somebody divided by next to nothing."""
    exact = Fraction(10**size * 3, 2)

    assert shown(exact, Column("Value", Kind.NUMBER, decimals=1)).startswith("1")
    assert half_up(-exact, 2) == -Decimal(10**size * 3 // 2)
