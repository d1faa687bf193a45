"""A backup while people save; the proof makes twenty on each database."""

import pytest

from tests.proofs.backups import backed_up_while_saving, is_well


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_made_while_people_save_is_restored_whole(kind):
    figures = backed_up_while_saving(kind, backups=2, number=3)

    assert is_well(figures, 2), f"{figures} {figures.faults}"
