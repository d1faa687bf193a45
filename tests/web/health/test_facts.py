"""What of the system needs looking at, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from qa_app.features.health.presenters import health_facts, warnings_in
from qa_app.features.health.surroundings import Surroundings
from qa_app.queries.health import DatabaseHealth, Keeping

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
LOTS = 50 * 1024**3


def of_sqlite(**named):
    good = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": True, "free_bytes": LOTS}
    return DatabaseHealth("SQLite", "3.53.4", "0003", **(good | named))


def of_postgresql(**named):
    good = {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on", "clock": NOW}
    return DatabaseHealth("PostgreSQL", "18.1", "0003", **(good | named))


def kept(**named):
    return Keeping(**({"last_backup_at": NOW, "newest_entry_at": NOW} | named))


def around(**named):
    good = {"now": NOW, "free_bytes": LOTS, "anchored_at": NOW, "https": True}
    return Surroundings(**(good | {"sends_emails": True, "has_data_key": True} | named))


def warnings(health, keeping, surroundings, *, expected="0003"):
    facts = health_facts(health, keeping, surroundings, expected=expected)
    return [str(fact) for fact in warnings_in(facts)]


@pytest.mark.parametrize("health", [of_sqlite(), of_postgresql(), of_postgresql(synchronous_commit="local")])
def test_where_all_is_well_nothing_needs_looking_at(health):
    assert warnings(health, kept(), around()) == []


@pytest.mark.parametrize(
    ("health", "keeping", "surroundings", "told"),
    [
        (of_sqlite(journal_mode="delete"), kept(), around(), "Journal mode: delete. It should be “wal”"),
        (of_sqlite(synchronous="normal"), kept(), around(), "a power cut can lose saved work"),
        (of_sqlite(foreign_keys=False), kept(), around(), "Foreign keys: off."),
        (of_sqlite(free_bytes=2 * 1024**3 - 1), kept(), around(), "Make room before the disk is full"),
        (of_sqlite(free_bytes=200 * 1024**2 - 1), kept(), around(), "Saving may fail at any moment"),
        (of_postgresql(synchronous_commit="off"), kept(), around(), "a power cut can lose saved work"),
        (of_postgresql(fsync="off"), kept(), around(), "Fsync: off. It should be “on”"),
        (of_postgresql(full_page_writes="off"), kept(), around(), "can damage the database"),
        (of_postgresql(), kept(), around(free_bytes=1024**3), "Free disk space of this server: 1.0 GB."),
        (of_postgresql(clock=NOW + timedelta(minutes=2)), kept(), around(), "The clock of the database"),
        (of_sqlite(), kept(last_backup_at=None), around(), "Last backup: none. Make one every day"),
        (of_sqlite(), kept(last_backup_at=NOW - timedelta(days=3)), around(), "Last backup: 28 June 2026"),
        (of_sqlite(), kept(), around(anchored_at=None), "Trail anchored: never."),
        (of_sqlite(), kept(), around(anchored_at=NOW - timedelta(days=2)), "Much was added since"),
        (of_sqlite(), kept(newest_entry_at=NOW + timedelta(hours=1)), around(), "one of the two clocks"),
        (
            of_sqlite(),
            kept(last_backup_at=None, newest_entry_at=None),
            around(now=datetime(1970, 1, 1, tzinfo=UTC)),
            "Set the clock",
        ),
        (of_sqlite(), kept(), around(https=False), "HTTPS: off. Cookies travel unprotected"),
        (
            of_sqlite(),
            kept(emails_wait=2, emails_wait_since=NOW - timedelta(hours=1)),
            around(),
            "E-mail: 2 wait, the oldest since 1 July 2026 at 12:00. See why",
        ),
    ],
)
def test_what_is_not_as_it_should_be_is_told(health, keeping, surroundings, told):
    assert any(told in warning for warning in warnings(health, keeping, surroundings))


def test_a_trail_in_which_nothing_was_written_since_needs_no_newer_anchor():
    quiet = kept(newest_entry_at=NOW - timedelta(days=9))

    assert warnings(of_sqlite(), quiet, around(anchored_at=NOW - timedelta(days=9))) == []


def test_another_schema_says_what_to_run():
    assert warnings(of_sqlite(), kept(), around(), expected="0004") == [
        "Schema: 0003. 0004 is expected. Run: qa-app upgrade",
    ]
