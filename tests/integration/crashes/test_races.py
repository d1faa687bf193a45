"""A little of `run.py prove races`, on both databases."""

import pytest

from tests.proofs.races import raced


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_two_at_the_same_moment_one_wins_and_the_other_loses_nothing(kind):
    place = raced(kind, races=12, seconds=120)

    assert place.faults == []
    assert place.won.total() == 12
