import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.exports.chart_axis import round_ticks, tick_label

SIZES = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).map(lambda value: round(value, 6))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([57.0, 71.4], ["55", "60", "65", "70", "75"]),
        ([12.0, 88.0], ["0", "20", "40", "60", "80", "100"]),
        ([14_126.0, 15_895.0], ["14,000", "14,500", "15,000", "15,500", "16,000"]),
        ([0.12, 0.31], ["0.0", "0.1", "0.2", "0.3", "0.4"]),
        ([-3.06, 6.95], ["-5", "0", "5", "10"]),
        ([80.0, 95.0], ["75", "80", "85", "90", "95"]),  # only nought lies on the axis itself
        ([42.0], ["0", "10", "20", "30", "40", "50"]),
        ([0.0, 0.0], ["0", "1"]),
        ([], ["0", "1"]),
    ],
)
def test_round_ticks(values: list[float], expected: list[str]) -> None:
    assert [tick_label(tick) for tick in round_ticks(values)] == expected


@given(st.lists(SIZES, min_size=1, max_size=5))
def test_every_value_lies_between_the_first_tick_and_the_last(values: list[float]) -> None:
    ticks = [float(tick) for tick in round_ticks(values)]
    slack = 1e-6 * max(map(abs, ticks))
    assert ticks[0] - slack <= min(values)
    assert max(values) <= ticks[-1] + slack
    assert 2 <= len(ticks) <= 9
    assert ticks == sorted(set(ticks))
