import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.tables import Column, Figure, Kind, Shorthand, Table, Value
from qa_app.exports.csv_file import FORMULA_STARTS, csv_bytes, csv_chunks
from tests.unit.exports.texts import TEXTS, in_a_csv_cell


def read_with_csv(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), strict=True))


def read_with_pandas(written: bytes) -> list[list[str]]:
    frame = pd.read_csv(
        io.BytesIO(written), dtype=str, keep_default_na=False, header=None, encoding="utf-8-sig"
    )
    return [list(row) for row in frame.itertuples(index=False)]


def one_column(*values: Value) -> Table:
    return Table("Any", (Column("Heading"),), [(value,) for value in values])


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_any_text_comes_back_whole(rows: list[tuple[str, str]]) -> None:
    written = csv_bytes(Table("Any", (Column("A"), Column("B")), rows))
    expected = [["A", "B"], *([in_a_csv_cell(a), in_a_csv_cell(b)] for a, b in rows)]
    assert read_with_csv(written) == expected
    assert read_with_pandas(written) == expected


@given(st.lists(TEXTS, max_size=5))
def test_no_cell_begins_as_a_formula(texts: list[str]) -> None:
    cells = [row[0] for row in read_with_csv(csv_bytes(one_column(*texts)))[1:]]
    assert not any(cell[:1] in FORMULA_STARTS for cell in cells)
    assert len(cells) == len(texts)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-5, "-5"),  # a number that is negative is no formula
        (-5.5, "-5.5"),
        (Decimal("-0.50"), "-0.50"),
        (Fraction(1, 3), "0.3333333333333333"),
        (Fraction(50), "50"),
        (Fraction(-1, 2), "-0.5"),
        (date(2026, 4, 1), "2026-04-01"),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), "2026-04-01T00:30:00+01:00"),
        (Shorthand.NOT_APPLICABLE, "[z]"),
        (Figure(Fraction(125, 2), Kind.PERCENT), "62.5"),
        (Figure("=1", Kind.TEXT), "'=1"),
        (None, ""),
        ("", ""),
        ("nul\0", "nul\u2400"),
        ("\ud800", "\\ud800"),
    ],
)
def test_a_value_as_written(value: Value, expected: str) -> None:
    assert read_with_csv(csv_bytes(one_column(value)))[1] == [expected]


def test_begins_with_the_mark_excel_needs_and_ends_lines_as_the_standard_says() -> None:
    assert csv_bytes(one_column("Ofsted – Llŷn")) == b"\xef\xbb\xbf" + "Heading\r\nOfsted – Llŷn\r\n".encode()


def test_headings_are_guarded_too() -> None:
    assert read_with_csv(csv_bytes(Table("Any", (Column("=1"),), []))) == [["'=1"]]


def test_rows_are_read_as_the_file_is_sent() -> None:
    taken = []

    def rows() -> Iterator[tuple[Value, ...]]:
        for number in range(10_000):
            taken.append(number)
            yield (number,)

    chunks = csv_chunks(Table("Any", (Column("Number", Kind.COUNT),), rows()))
    heading_and_first = next(chunks) + next(chunks)
    assert len(taken) < 2_000
    assert (heading_and_first + b"".join(chunks)).count(b"\r\n") == 10_001


@pytest.mark.parametrize("rows", [[("a", "b"), ("a",)], [("a",), ("a",)], [("a", "b", "c")]])
def test_a_row_of_another_length_than_the_headings_is_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match=r"shorter|headings"):
        csv_bytes(Table("Any", (Column("A"), Column("B")), rows))
