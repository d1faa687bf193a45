from datetime import date

import pytest

from qa_app.domain.audit_details import check_audit_date, clean_case_reference, is_same_person
from qa_app.domain.errors import InvalidInput

TODAY = date(2016, 12, 5)


@pytest.mark.parametrize("day", [TODAY, date(1989, 1, 1)])
def test_dates_that_can_be(day):
    assert check_audit_date(day, today=TODAY) == day


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2016, 12, 6), "The audit date, 6 December 2016, is in the future"),
        (date(1988, 12, 31), "The audit date, 31 December 1988, is before 1989: check the year"),
    ],
)
def test_dates_that_cannot(day, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        check_audit_date(day, today=TODAY)


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Ada Okafor", "ada  okafor", True),
        ("Okafor, Ada", "Ada Okafor", True),
        ("Zoë O’Neil", "zoë o’neil", True),
        ("Ada Okafor", "Ada Okafor-Smith", False),
        ("", "Ada Okafor", False),  # no worker was named
        ("", "", False),
    ],
)
def test_is_same_person(name, other, expected):
    assert is_same_person(name, other) is expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "never a name"), ("x" * 61, "The case reference has 61 characters; use at most 60")],
)
def test_case_references_that_cannot_be(text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        clean_case_reference(text)
