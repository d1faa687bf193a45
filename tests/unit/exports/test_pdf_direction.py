import pytest

from qa_app.exports.pdf.direction import as_drawn


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Good (57%)", "Good (57%)"),
        ("a \u05d0\u05d1 b", "a \u05d1\u05d0 b"),
        ("\u05d0\u05d1 (\u05d2)", "(\u05d2) \u05d1\u05d0"),
        ("(\u05d0\u05d1)", "(\u05d1\u05d0)"),  # brackets of the English around it
        ("\u05d0 12.5 \u05d1", "\u05d1 12.5 \u05d0"),  # a number reads from the left
        ("\u05d0\u05b8\u05d1", "\u05d1\u05d0\u05b8"),  # a vowel sign stays with its letter
    ],
)
def test_as_drawn(typed: str, drawn: str) -> None:
    assert as_drawn(typed) == drawn
