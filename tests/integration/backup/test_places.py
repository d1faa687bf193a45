"""Where a backup and a restored database are put."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from qa_app import migrate
from qa_app.backup.making import make_backup
from qa_app.backup.of_sqlite import copy_database
from qa_app.backup.place import beside, put_in_place
from qa_app.backup.problem import BackupProblem
from qa_app.backup.restoring import restore
from qa_app.database import engine_options, prepare

AT = datetime(2016, 12, 5, 14, 2, tzinfo=UTC)
KEY = bytes(32)


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_what_sqlite_left_beside_the_place_is_not_taken_for_its_own(tmp_path, ending):
    engine = create_engine(**engine_options(f"sqlite:///{tmp_path / 'qa.sqlite3'}"))
    prepare(engine, seal_key=KEY)
    migrate.upgrade(engine)
    make_backup(engine, tmp_path / "backup.zip", seal_key=KEY, pg_tools="", at=AT)
    engine.dispose()
    left = tmp_path / f"new.sqlite3{ending}"
    left.touch()

    with pytest.raises(BackupProblem, match=f"{left} is there already"):
        restore(
            tmp_path / "backup.zip",
            make_url(f"sqlite:///{tmp_path / 'new.sqlite3'}"),
            seal_key=KEY,
            pg_tools="",
            verify=True,
            at=AT,
        )
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path):
    file = tmp_path / "backup.zip"
    with beside(file) as folder:
        (folder / "made").write_text("new")
        file.write_text("of somebody else")
        with pytest.raises(BackupProblem, match="is there already"):
            put_in_place(folder / "made", file)

    assert file.read_text() == "of somebody else"
    assert list(tmp_path.iterdir()) == [file]


def test_a_drive_without_links_is_written_to_all_the_same(tmp_path, monkeypatch):
    def without(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", without)
    file = tmp_path / "backup.zip"
    with beside(file) as folder:
        (folder / "made").write_text("new")
        put_in_place(folder / "made", file)

    assert file.read_text() == "new"


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path):
    with pytest.raises(BackupProblem, match="There is no database"):
        copy_database(tmp_path / "none.sqlite3", tmp_path / "copy")

    assert list(tmp_path.iterdir()) == []
