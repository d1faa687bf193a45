from datetime import date

import pytest

from qa_app.domain.audit_details import (
    check_audit_date,
    check_not_own_case,
    clean_case_reference,
    clean_worker_name,
    is_same_person,
)
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
        ("Zoe O'Neil", "Zoë O’Neil", True),  # typed without the accent
        ("Ada-Mary Okafor", "Ada Mary Okafor", True),
        ("Ada Okafor", "Ada Okafor-Smith", False),
        ("", "Ada Okafor", False),  # no worker was named
        ("", "", False),
    ],
)
def test_is_same_person(name, other, expected):
    assert is_same_person(name, other) is expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "never a name"),
        ("\u200b\u2028", "never a name"),  # characters that nobody sees
        ("x" * 61, "The case reference has 61 characters; use at most 60"),
    ],
)
def test_case_references_that_cannot_be(text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        clean_case_reference(text)


def test_case_references_are_kept_without_spaces_around_them_or_controls():
    assert clean_case_reference("  C 1\t2\x00\n") == "C 1 2"


def test_worker_names():
    assert clean_worker_name("  Ada \n Okafor ") == "Ada Okafor"
    assert clean_worker_name(" ") == ""  # the worker need not be named
    with pytest.raises(InvalidInput, match="The worker’s name has 201 characters; use at most 200"):
        clean_worker_name("x" * 201)


def test_nobody_audits_their_own_case():
    check_not_own_case("Ben Hughes", "Ada Okafor")
    with pytest.raises(InvalidInput, match="Ada Okafor cannot audit their own case") as refused:
        check_not_own_case("okafor ada", "Ada Okafor", field="auditor")
    assert refused.value.problems[0].field == "auditor"
