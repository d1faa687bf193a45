import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.passwords import check_length, normalised


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "The password has 0 characters; use at least 12"),
        ("elevenchars", "The password has 11 characters; use at least 12"),
        ("x" * 201, "The password has 201 characters; use at most 200"),
    ],
)
def test_only_length_counts(password, sentence):
    with pytest.raises(InvalidInput) as raised:
        check_length(password)

    assert str(raised.value) == sentence


@pytest.mark.parametrize("password", ["twelve chars", "x" * 200, "ελληνικά και 🙂"])
def test_any_characters_are_welcome(password):
    check_length(password)


def test_a_letter_that_keyboards_write_in_two_ways_is_one():
    assert normalised("cafe\u0301 au lait") == normalised("caf\u00e9 au lait")
    assert normalised("Café") != normalised("café")
