import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.held_from import held_from, held_from_words
from qa_app.domain.periods import Year
from qa_app.domain.reporting_years import typed_year


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("", 0),
        ("  ", 0),
        ("Q4 2016-17", 201701),
        ("Dec 2016", 201612),
        ("2016/17", 201604),
        ("2011-12", 201112),
    ],
)
def test_the_first_month_of_what_is_typed(typed, month):
    assert held_from(typed) == month


def test_what_is_no_period_is_told_at_its_field():
    with pytest.raises(InvalidInput) as caught:
        held_from("soon", field="since")

    assert [problem.field for problem in caught.value.problems] == ["since"]


@pytest.mark.parametrize(("month", "words"), [(0, "the beginning"), (201610, "Oct 2016")])
def test_a_month_in_words(month, words):
    assert held_from_words(month) == words


@pytest.mark.parametrize("typed", ["2011-12", "2011/12", " year 2011-12 ", "2011-12-Y"])
def test_a_field_for_a_year_reads_no_month(typed):
    assert typed_year(typed) == Year(2011)


@pytest.mark.parametrize("typed", ["", "2016", "2016-18", "Q3 2016-17", "Dec 2016", "2016-17-18"])
def test_what_is_no_year_is_told(typed):
    with pytest.raises(InvalidInput) as caught:
        typed_year(typed)

    assert [problem.field for problem in caught.value.problems] == ["year"]
