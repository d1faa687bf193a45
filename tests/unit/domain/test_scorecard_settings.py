from dataclasses import replace

import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.scorecard_choice import STATUS_WORDS, Shown
from qa_app.domain.scorecard_settings import Settings, clean_settings

RIGHT = Settings(title="Board scorecard")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"title": "   "}, ["title"]),
        ({"title": "t" * 201}, ["title"]),  # too long, and not missing
        ({"purpose": "p" * 2_001}, ["purpose"]),
        ({"periods": 0}, ["periods"]),
        ({"periods": 24}, []),
        ({"periods": 25}, ["periods"]),
        ({"status_words": ("Fine", "", "Act")}, ["status_word_2"]),
        ({"status_words": ("Fine", "w" * 41, "")}, ["status_word_2", "status_word_3"]),
    ],
)
def test_what_may_not_be_set(change, fields):
    try:
        clean_settings(replace(RIGHT, **change))
        found = []
    except InvalidInput as error:
        found = [problem.field for problem in error.problems]
    assert found == fields


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((" Fine ", "Watch  it", "Act"), ("Fine", "Watch it", "Act")),
        (("", " ", ""), ()),
        (STATUS_WORDS, ()),  # the usual ones stay the usual ones
    ],
)
def test_words_of_the_councils_own(words, kept):
    assert clean_settings(replace(RIGHT, status_words=words)).status_words == kept


def test_columns_are_kept_in_the_order_they_are_printed():
    chosen = (Shown.ACTION, Shown.TARGET)

    assert clean_settings(replace(RIGHT, columns=chosen)).columns == (Shown.TARGET, Shown.ACTION)
