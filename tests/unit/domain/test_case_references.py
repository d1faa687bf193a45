import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.case_references import (
    IN_ITS_PLACE,
    Sought,
    case_key,
    check_typed_again,
    is_telling,
    other_spellings,
    texts_in,
)
from qa_app.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("written", "other", "is_same"),
    [
        ("C00123", "c00123", True),
        ("C 00123", "C00123", True),
        ("C\u00a000123", " c00123 ", True),  # a space that does not break
        ("ＣＨ-7", "ch-7", True),  # full-width letters, as pasted
        ("C00123", "C00124", False),
        ("C-00123", "C00123", False),  # another way of writing numbers may be another case
    ],
)
def test_capitals_and_spaces_make_no_difference(written, other, is_same):
    assert (case_key(written) == case_key(other)) is is_same


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("C001", True),
        ("CH-7", True),
        ("123456", True),
        ("C1", False),
        ("2016", False),
        ("12345", False),
        ("smith", False),  # any word may stand in a text
        ("Child", False),
    ],
)
def test_a_short_reference_is_also_a_word(reference, expected):
    assert is_telling(reference) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See C-0017.", "See [removed]."),
        ("c-0017", "[removed]"),
        ("her brother (C - 0017), then C-0017’s plan", "her brother ([removed]), then [removed]’s plan"),
        ("C-00171 and AC-0017 are others", "C-00171 and AC-0017 are others"),
        ("file_C-0017_old.xlsx", "file_[removed]_old.xlsx"),
        ("C-0017C-0017", "C-0017C-0017"),  # no word of its own
        ("Ｃ-0017, and Äpfel", "[removed], and Äpfel"),
        ("", ""),
    ],
)
def test_a_telling_reference_is_found_as_a_word_of_its_own(text, expected):
    sought = Sought(["C-0017"])

    assert sought.without(text) == expected
    assert sought.is_in(text) is (expected != text)


@pytest.mark.parametrize(
    ("text", "expected"), [("12", "[removed]"), (" 12 ", "[removed]"), ("12 visits", "12 visits")]
)
def test_any_other_only_where_it_is_the_whole_text(text, expected):
    assert Sought(["12"]).without(text) == expected
    assert Sought(["12"]).is_in(text) is (expected != text)


def test_several_are_sought_at_once():
    sought = Sought(["C-0017", "D-0042", ""])

    assert sought.without("C-0017, D-0042 and E-0001") == "[removed], [removed] and E-0001"
    assert sought.is_in_any(["nothing", "d-0042"])
    assert not sought.is_in_any(["nothing", ""])
    assert not Sought([""]).is_in("")


@given(st.text(max_size=40), st.text(max_size=40), st.from_regex(r"\A[A-Z]{1,3}[-/ ]?[0-9]{4,8}\Z"))
def test_what_was_taken_out_is_found_no_more(before, after, reference):
    sought = Sought([reference])
    text = f"{before} {reference} {after}"

    left = sought.without(text)

    assert sought.is_in(text)
    assert IN_ITS_PLACE in left
    assert not sought.is_in(left)


def test_every_text_of_what_was_kept_is_found():
    kept = {"filter": {"text": "C-0017"}, "rows": [1, None, True, ["deep", {"x": "deeper"}]]}

    assert list(texts_in(kept)) == ["filter", "text", "C-0017", "rows", "deep", "x", "deeper"]
    assert list(texts_in(None)) == []


def test_other_spellings_are_told_of():
    known = ["C 1234", "c1234", "C1234", "C12345", ""]

    assert other_spellings("C1234", known) == ["C 1234", "c1234"]


def test_typing_it_again_takes_the_very_same():
    check_typed_again("C-0017", " C-0017 ")
    for typed in ("", "c-0017", "C-0018"):
        with pytest.raises(InvalidInput):
            check_typed_again("C-0017", typed)
