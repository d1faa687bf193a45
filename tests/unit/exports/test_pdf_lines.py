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
        ([10, 10], [110, 910], [30, 70]),  # by the root of what is lacking: a name beside a long text
        ([150, 50], [300, 50], [75, 25]),  # not even the words fit
    ],
)
def test_share_out(narrowest: list[float], wanted: list[float], expected: list[float]) -> None:
    assert share_out(100, narrowest, wanted) == pytest.approx(expected)


WIDTHS = st.floats(0, 400).map(lambda width: round(width, 1))


@given(st.lists(st.tuples(WIDTHS, WIDTHS).map(sorted), min_size=1, max_size=15), st.floats(100, 900))
def test_columns_fill_the_page_and_none_is_narrower_or_wider_than_it_need_be(
    pairs: list[list[float]], total: float
) -> None:
    narrowest, wanted = zip(*pairs, strict=True)
    given_ = share_out(total, narrowest, wanted)
    assert sum(given_) == pytest.approx(total)
    if sum(narrowest) <= total <= sum(wanted):
        for width, least, most in zip(given_, narrowest, wanted, strict=True):
            assert least - 0.01 <= width <= most + 0.01
