import pytest

from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.periods import Month, Quarter, Year


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Month(2016, 12), Frequency.MONTH),
        (Quarter(2016, 3), Frequency.QUARTER),
        (Year(2016), Frequency.YEAR),
    ],
)
def test_how_often_there_is_such_a_period(period, expected):
    assert frequency_of(period) is expected
