"""What is killed at work loses nothing that was acknowledged; the proofs do the same a hundred times."""

import pytest

from tests.proofs.kills import killed_while_saving
from tests.proofs.kills_of_work import WORKS, killed_at_work

DATABASES = ("sqlite", "postgresql")


@pytest.mark.parametrize("kind", DATABASES)
def test_no_acknowledged_save_is_lost_with_the_server(kind):
    killed, kept = killed_while_saving(kind, kills=2, saves=40, seconds=240, every=1, number=3)

    assert killed == 2
    assert kept.acknowledged >= 40
    assert kept.holds, str(kept)


@pytest.mark.parametrize("kind", DATABASES)
def test_work_that_is_killed_is_done_or_not_begun(kind):
    found = killed_at_work(kind, kills=2)

    assert {name: outcome.halves for name, outcome in found.items()} == {name: [] for name in WORKS}
