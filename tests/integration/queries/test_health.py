import pytest

from qa_app.queries.health import DatabaseHealth


@pytest.mark.parametrize(
    ("product", "version", "sound"),
    [
        ("SQLite", "3.51.2", False),
        ("SQLite", "3.51.3", True),
        ("SQLite", "3.53.0", True),
        ("SQLite", "3.9.12", False),  # compared as numbers, not as text
        ("PostgreSQL", "16.3 (Debian 16.3-1)", True),
    ],
)
def test_a_version_that_can_damage_what_it_keeps_is_told(product, version, sound):
    health = DatabaseHealth(product, version, revision="0001")

    assert health.is_sound is sound
    assert ("older than 3.51.3" in str(health)) is (not sound)
