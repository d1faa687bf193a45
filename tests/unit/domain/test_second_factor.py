import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.second_factor import (
    RECOVERY_CODES,
    in_groups,
    recovery_code,
    step_at,
    steps_good_at,
    typed_code,
    typed_recovery_code,
)

AT = datetime(2026, 4, 3, 9, 0, 10, tzinfo=UTC)
NOW = step_at(AT)


@pytest.mark.parametrize(
    ("second", "step"),
    [(59, 1), (1_111_111_109, 37_037_036), (20_000_000_000, 666_666_666)],  # RFC 6238, appendix B
)
def test_a_step_is_half_a_minute(second, step):
    assert step_at(datetime.fromtimestamp(second, tz=UTC)) == step


@pytest.mark.parametrize(
    ("used", "good"),
    [
        (None, [-1, 0, 1]),
        (-2, [-1, 0, 1]),
        (-1, [0, 1]),
        (0, [1]),  # what was used is good no more, nor what came before it
        (1, []),
        (100, []),  # a clock that was put back
    ],
)
def test_a_code_is_good_once_and_for_a_step_either_way(used, good):
    after = None if used is None else NOW + used

    assert [step - NOW for step in steps_good_at(AT, after=after)] == good


@given(st.integers(10**6, 10**10), st.integers(-200, 200))
def test_a_code_is_good_for_less_than_a_minute_more_than_it_is_shown(second, later):
    shown = datetime.fromtimestamp(second, tz=UTC)
    taken = step_at(shown) in steps_good_at(shown + timedelta(seconds=later), after=None)

    assert taken or abs(later) >= 30
    assert not taken or abs(later) < 60


@pytest.mark.parametrize("typed", ["123456", "123 456", " 123456\n", "123\u00a0456", "１２３４５６"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert typed_code(typed) == "123456"


def test_a_secret_is_read_out_in_fours():
    assert in_groups("JBSWY3DPEHPK3PXP") == "JBSW Y3DP EHPK 3PXP"


@given(st.integers())
def test_a_recovery_code_is_read_however_it_is_typed(seed):
    code = recovery_code(random.Random(seed).choice)

    for typed in (code, code.upper(), code.replace("-", ""), code.replace("-", " "), f" {code}\n"):
        assert typed_recovery_code(typed) == code


@given(st.text(max_size=50))
def test_whatever_is_typed_is_at_most_a_letter_longer_than_a_recovery_code(text):
    assert len(typed_recovery_code(text)) <= len("k7fmx-p2qwd") + 1


def test_recovery_codes_have_no_letters_that_are_mistaken():
    codes = "".join(recovery_code(random.Random(seed).choice) for seed in range(100 * RECOVERY_CODES))

    assert not set(codes) & set("ilo01")
