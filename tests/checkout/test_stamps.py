import pytest

from qa_app.checkout import stamps


@pytest.fixture
def lock(tmp_path):
    lock = tmp_path / "packages.lock"
    lock.write_text("flask==3.1.3", encoding="utf-8")
    return lock


def test_what_was_made_stays_current(lock, tmp_path):
    stamps.write(tmp_path / "made" / "stamp", stamps.digest([lock], "3.11"))

    assert stamps.is_current(tmp_path / "made" / "stamp", stamps.digest([lock], "3.11"))


def test_what_was_never_made_is_not_current(lock, tmp_path):
    assert not stamps.is_current(tmp_path / "stamp", stamps.digest([lock]))


def test_a_changed_lock_or_python_asks_for_it_to_be_made_again(lock):
    before = stamps.digest([lock], "3.11")
    other_python = stamps.digest([lock], "3.12")
    lock.write_text("flask==3.1.4", encoding="utf-8")

    assert len({before, other_python, stamps.digest([lock], "3.11")}) == 3
