import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.exports.xlsx.long_text import pieces, utf16_length
from qa_app.exports.xlsx.names import sheet_names, unique_headings


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Overall", "overall"], ["Overall", "overall (2)"]),
        (["Strategy/S47: what?"], ["Strategy S47  what"]),
        (["Notes", "History"], ["Notes (2)", "History (2)"]),  # one is ours and the other Excel's
        (["A" * 40] * 2, ["A" * 31, "A" * 27 + " (2)"]),
        (["🙂" * 20] * 2, ["🙂" * 15, "🙂" * 13 + " (2)"]),  # Excel counts an emoji as two
        (["'quoted'", "[]"], ["quoted", "Table"]),
    ],
)  # fmt: skip
def test_sheet_names(headings: list[str], expected: list[str]) -> None:
    assert sheet_names(headings) == expected


@given(st.lists(st.text(max_size=40), max_size=20))
def test_sheet_names_are_always_such_as_excel_takes(headings: list[str]) -> None:
    names = sheet_names(headings)
    assert len({name.casefold() for name in names}) == len(headings)
    assert all(1 <= utf16_length(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
    assert not any(name.startswith("'") or name.endswith("'") for name in names)


@given(st.lists(st.sampled_from(["", "Good", "GOOD", "Good (2)"]), max_size=8))
def test_headings_are_always_different(headings: list[str]) -> None:
    assert len({heading.casefold() for heading in unique_headings(headings)}) == len(headings)


@given(st.text("a🙂\n", max_size=50), st.integers(2, 9))
def test_pieces_are_the_text(text: str, limit: int) -> None:
    cut = list(pieces(text, limit))
    assert "".join(cut) == text
    assert all(0 < utf16_length(piece) <= limit for piece in cut)
