"""What a backup says of itself, and who can have written that."""

import json
from datetime import UTC, datetime

import pytest

from qa_app.backup.checking import compare
from qa_app.backup.contents import Contents
from qa_app.backup.manifest import Manifest, Sealed, read_manifest
from qa_app.backup.problem import BackupProblem

AT = datetime(2016, 12, 5, 14, 2, tzinfo=UTC)
KEY, OTHER = bytes(32), bytes(31) + b"x"


def a_manifest(**named):
    return Manifest(
        **{
            "made_at": AT,
            "app_version": "0.1.0",
            "schema": "0003",
            "database": "SQLite",
            "database_version": "3.53.4",
            "sha256": "0" * 64,
            "rows": {"audit": 3, "person": 2},
            "trail_position": 1_234,
            "trail_seal": "1" * 64,
            "trail": "",
            "integrity": "",
        }
        | named
    )


def test_it_is_read_as_it_was_written():
    found = read_manifest(a_manifest().as_json(KEY).encode())

    assert found.manifest == a_manifest()
    assert found.sealed(KEY) is Sealed.BY_US
    assert found.sealed(OTHER) is Sealed.BY_ANOTHER_KEY


@pytest.mark.parametrize("name", json.loads(a_manifest().as_json(KEY)))
def test_nothing_in_it_can_be_changed_unseen(name):
    said = json.loads(a_manifest().as_json(KEY))
    changed = {"made_at": "2016-12-06T00:00:00+00:00", "rows": {"audit": 4}, "database": "PostgreSQL"}
    said[name] = changed.get(name, 0 if name == "format" else "other")

    assert read_manifest(json.dumps(said).encode()).sealed(KEY) is not Sealed.BY_US


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"format": "x"}',
        b"\xff",
        a_manifest(database="dBASE").as_json(KEY).encode(),
        a_manifest(made_at=AT.replace(tzinfo=None)).as_json(KEY).encode(),
        a_manifest(rows={"audit": "many"}).as_json(KEY).encode(),
        a_manifest(rows=3).as_json(KEY).encode(),
    ],
)
def test_what_is_none_is_refused(text):
    with pytest.raises(BackupProblem, match="cannot be read"):
        read_manifest(text)


def test_one_of_a_newer_version_says_which():
    said = json.loads(a_manifest(app_version="7.0").as_json(KEY)) | {"format": 2}

    with pytest.raises(BackupProblem, match=r"A newer version of this app \(7.0\)"):
        read_manifest(json.dumps(said).encode())


def contents(**named):
    return Contents(
        **{
            "schema": "0003",
            "rows": {"audit": 3, "person": 2},
            "trail_position": 1_234,
            "trail_seal": "1" * 64,
            "trail": "",
            "integrity": "",
        }
        | named
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, []),
        ({"schema": None}, ["Schema: WRONG, it is none and was 0003"]),
        ({"rows": {"audit": 2, "person": 2}}, ["Rows: WRONG, audit has 2 and had 3"]),
        ({"rows": {"audit": 3}}, ["Rows: WRONG, person has gone and had 2"]),
        ({"integrity": "Page 3 is bad"}, ["Integrity: WRONG, Page 3 is bad"]),
        ({"trail": "Entry 3 is missing."}, ["Trail: WRONG, Entry 3 is missing."]),
        ({"trail_position": 1_233}, ["Trail: WRONG, it ends at position 1,233 and ended at 1,234"]),
        ({"trail_seal": "2" * 64}, ["Trail: WRONG, it ends at position 1,234 and ended at 1,234"]),
    ],
)
def test_what_differs_from_what_it_says_is_told(found, said):
    checks = list(compare(contents(**found), a_manifest()))

    assert [str(check) for check in checks if not check.is_sound] == said


def test_what_is_well_is_told_too():
    assert [str(check) for check in compare(contents(), a_manifest())] == [
        "Schema: 0003",
        "Rows: 5 in 2 tables",
        "Integrity: nothing is damaged",
        "Trail: 1,234 entries, each as it was sealed",
    ]
