import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.widths import share_out


@given(st.text("ab \n", max_size=80), st.floats(12, 80))
def test_lines_are_no_wider_than_asked_and_lose_no_word(text: str, width: float) -> None:
    lines = wrapped(text, fonts.regular(), 10, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(fonts.regular().width(line, 10) <= width for line in lines)


def test_line_ends_of_every_kind_are_kept() -> None:
    assert wrapped("a\r\nb\rc\n\nd", fonts.regular(), 10, 200) == ["a", "b", "c", "", "d"]


@pytest.mark.parametrize(
    ("narrowest", "wanted", "expected"),
    [
        ([10, 10], [20, 40], [40, 60]),  # all fits: what is spare is spread
        ([10, 10], [10, 190], [10, 90]),  # the long text gets what the short one can spare
        ([150, 50], [300, 50], [75, 25]),  # not even the words fit
    ],
)
def test_share_out(narrowest: list[float], wanted: list[float], expected: list[float]) -> None:
    assert share_out(100, narrowest, wanted) == pytest.approx(expected)
