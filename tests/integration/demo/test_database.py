from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from qa_app.config import Settings, SettingsError
from qa_app.demo import database
from qa_app.demo.__main__ import main
from qa_app.demo.database import DemoError, bring_up_to_date, make, remove
from qa_app.demo.mark import is_demonstration, refuse_real_use
from qa_app.models import Audit, Base, Person
from tests.integration.demo.conftest import NOW, Opened

RANDOM = {"salt", "details_digest", "seal", "password_hash"}


def _content(session: Session) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            {name: value for name, value in row.items() if name not in RANDOM}
            for row in session.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in Base.metadata.sorted_tables
    }


def test_the_same_day_gives_the_same_council(tmp_path: Path, open_demonstration: Opened):
    contents = []
    for name in ("one.sqlite3", "other.sqlite3"):
        make(tmp_path / name, now=NOW, seal_key=bytes(32))
        with open_demonstration(tmp_path / name) as session:
            contents.append(_content(session))

    assert contents[0] == contents[1]


def test_a_second_start_keeps_what_was_changed_and_reset_forgets_it(
    tmp_path: Path, open_demonstration: Opened
):
    path = tmp_path / "demo.sqlite3"

    def names() -> set[str]:
        with open_demonstration(path) as session:
            return set(session.scalars(select(Person.name)))

    assert main(["--no-serve"], instance=tmp_path) == 0
    with open_demonstration(path) as session:
        session.scalars(select(Person).limit(1)).one().name = "Somebody Else"
        session.commit()

    assert main(["--no-serve"], instance=tmp_path) == 0
    assert "Somebody Else" in names()

    assert main(["--no-serve", "--reset"], instance=tmp_path) == 0
    assert "Somebody Else" not in names()


@pytest.mark.parametrize("arguments", [["--no-serve"], ["--no-serve", "--reset"]])
@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_it_did_not_make_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], content: bytes
):
    path = tmp_path / "demo.sqlite3"
    path.write_bytes(content)

    assert main(arguments, instance=tmp_path) == 1

    assert path.read_bytes() == content
    assert "is not a demonstration" in capsys.readouterr().err


def test_a_real_database_is_not_a_demonstration(tmp_path: Path, open_demonstration: Opened):
    path = tmp_path / "qa.sqlite3"
    with open_demonstration(path) as session:
        Base.metadata.create_all(session.connection())
        session.commit()

    assert not is_demonstration(path)
    with pytest.raises(DemoError):
        remove(path)
    with pytest.raises(DemoError):
        bring_up_to_date(path, seal_key=bytes(32))
    with open_demonstration(path) as session:
        assert inspect(session.connection()).has_table("audit")


def test_a_start_that_fails_half_way_leaves_nothing_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "fill", fails)

    assert main(["--no-serve"], instance=tmp_path) == 130
    assert not (tmp_path / "demo.sqlite3").exists()

    monkeypatch.undo()
    assert main(["--no-serve"], instance=tmp_path) == 0
    assert is_demonstration(tmp_path / "demo.sqlite3")


def test_the_app_does_not_serve_it_as_if_it_were_real(tmp_path: Path):
    path = tmp_path / "demo.sqlite3"
    make(path, now=NOW, seal_key=bytes(32))
    url = f"sqlite:///{path}"

    with pytest.raises(SettingsError, match="everybody knows its passwords"):
        refuse_real_use(Settings(secret_key="x" * 40, database_url=url))

    refuse_real_use(Settings(secret_key="x" * 40, database_url=url, demo=True))
    refuse_real_use(Settings(secret_key="x" * 40, database_url=f"sqlite:///{tmp_path / 'none.sqlite3'}"))
    refuse_real_use(Settings(secret_key="x" * 40, database_url="postgresql://localhost/qa"))


def test_what_is_written_later_does_not_take_the_mark_away(tmp_path: Path, open_demonstration: Opened):
    path = tmp_path / "demo.sqlite3"
    make(path, now=NOW - timedelta(days=1), seal_key=bytes(32))
    with open_demonstration(path) as session:
        session.execute(text("DELETE FROM revision"))
        session.scalars(select(Audit).limit(1)).one().created_at = datetime(2020, 1, 1, tzinfo=UTC)
        session.commit()

    assert is_demonstration(path)
