"""A full disk and one that gives errors, on both databases."""

import pytest

from tests.proofs.disk_full import saved_while_hindered


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_is_told_that_something_is_saved_which_is_not(kind):
    figures = saved_while_hindered(kind, saves=3, number=2)

    assert figures.holds, f"{figures} {figures.faults}"
