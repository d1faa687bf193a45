import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidInput
from qa_app.domain.free_text import TEXT_LIMIT, clean_text, unkept_character


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\vtwo\fthree", "one\ntwo\nthree"),  # Word's hand-made line break and page break
        ("a\0b\x1bc\x7fd", "abcd"),
        ("\ttab and  spaces ", "\ttab and  spaces "),
        ("👧🏽👨‍👩‍👧 ‏שלום עליכם‎ مرحبا", "👧🏽👨‍👩‍👧 ‏שלום עליכם‎ مرحبا"),
        ("Zoë, Zoë", "Zoë, Zoë"),  # composed and decomposed stay as they were typed
        ("half \ud83d an emoji", "half  an emoji"),
        ("\ufffe\uffff\ufffd", "\ufffd"),  # the last marks lost text and is an ordinary character
        ("<b>&amp;</b> =SUM(A1)", "<b>&amp;</b> =SUM(A1)"),  # escaping is for whoever shows it
        ("", ""),
    ],
)
def test_what_is_kept(pasted: str, kept: str) -> None:
    assert clean_text(pasted) == kept


def test_long_evidence_is_kept_whole() -> None:
    evidence = "Seen alone. 👧🏽" * 3_000

    assert len(evidence) > 40_000
    assert clean_text(evidence) == evidence


@pytest.mark.parametrize("text", ["a" * TEXT_LIMIT, "a\r\n" * (TEXT_LIMIT // 2), "\0" * (TEXT_LIMIT + 1)])
def test_the_limit_is_of_what_is_kept(text: str) -> None:
    assert len(clean_text(text)) <= TEXT_LIMIT


def test_too_long_says_how_long_and_for_which_field() -> None:
    with pytest.raises(InvalidInput) as raised:
        clean_text("a" * 50_120, field="assessment")

    (problem,) = raised.value.problems
    assert problem.field == "assessment"
    assert problem.message == (
        "This is 50,120 characters long and the most that can be saved is 50,000: shorten it by 120"
    )


@given(st.text())
def test_cleaning_again_changes_nothing_and_what_is_left_can_be_stored(text: str) -> None:
    kept = clean_text(text)

    assert clean_text(kept) == kept
    assert unkept_character(kept) is None
    assert kept.encode().decode() == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ab\0", "U+0000"), ("\uffff\0", "U+FFFF"), ("a\n\tb 👧🏽", None), ("a\rb", "U+000D")],
)
def test_unkept_character(text: str, expected: str | None) -> None:
    assert unkept_character(text) == expected
