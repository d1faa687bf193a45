import pytest

from qa_app.domain.tables import Column, Kind
from qa_app.exports.xlsx.sizes import HIGHEST, LINE, Widest, height


def test_a_column_is_as_wide_as_its_longest_line_within_reason() -> None:
    columns = (
        Column("Short"),
        Column("Commentary"),
        Column("Hinted", width=30),
        Column("Share", Kind.PERCENT),
    )
    widest = Widest(columns)
    widest.add(("two\nlines here", "a" * 500, "x", 50))
    assert widest.widths([column.heading for column in columns]) == [13, 60, 30, 9]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("short", 1), ("a" * 100, 5), ("one\n\nthree", 3)],
)
def test_a_row_is_as_high_as_its_lines(text: str, lines: int) -> None:
    assert height([text, "x"], [20, 9]) == lines * LINE


def test_no_row_is_higher_than_excel_allows() -> None:
    assert height(["a" * 40_000], [60]) == HIGHEST
