"""Where the trail is anchored."""

import pytest

from qa_app.config import load_settings

SECRET = "s" * 32


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "{instance}/trail-anchor.txt"),
        ({"DATABASE_URL": "sqlite:////srv/qa/audits.sqlite3"}, "/srv/qa/trail-anchor.txt"),
        ({"DATABASE_URL": "sqlite:////srv/qa/audits.sqlite3?timeout=5"}, "/srv/qa/trail-anchor.txt"),
        ({"DATABASE_URL": "sqlite:///audits.sqlite3"}, "trail-anchor.txt"),
        ({"DATABASE_URL": "postgresql://qa:word@server/qa"}, "{instance}/trail-anchor.txt"),
        ({"TRAIL_ANCHOR": "/mnt/elsewhere/anchor.txt"}, "/mnt/elsewhere/anchor.txt"),
    ],
)
def test_the_anchor_is_a_file_outside_the_database(tmp_path, environ, expected):
    settings = load_settings({"SECRET_KEY": SECRET} | environ, instance=tmp_path)

    assert settings.trail_anchor == expected.format(instance=tmp_path.as_posix())
