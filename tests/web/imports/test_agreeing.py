import pytest

from qa_app.features.imports.agreeing import agreed_to
from qa_app.models import ImportKind


@pytest.mark.parametrize(
    ("sent", "year"),
    [("2015", 2015), ("", None), ("9999", None), ("0000", None), ("２０１５", None), ("15", None)],
)
def test_a_year_that_there_is_not_is_none(sent, year):
    """It is sent by a list, so that anything else would stop the check half-way."""
    assert agreed_to(ImportKind.VALUES, {"comparator_year": sent})["comparator_year"] == year
