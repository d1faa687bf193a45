"""A little of `run.py prove round-trip`, on both databases."""

import pytest

from tests.proofs._serving import databases
from tests.proofs.round_trip import Trip, travel


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_typed_comes_back_as_it_was(kind):
    trip = Trip()
    with databases(kind) as url:
        whole = travel(url, texts=100, seed=7, trip=trip)

    assert trip.faults == []
    assert trip.came == dict.fromkeys(("database", "form", "page", "PDF", "CSV", "workbook"), whole)
