import stat

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from qa_app import migrate
from qa_app.cli import cli
from qa_app.cli import database as upgrading
from qa_app.database import engine_options
from tests.conftest import SECRET
from tests.data_builders.any_rows import add_rows


@pytest.fixture
def upgrade(monkeypatch):
    def run(url: str, **environ: str):
        for name, value in ({"DATABASE_URL": url, "SECRET_KEY": SECRET} | environ).items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(cli, ["upgrade"])

    return run


def test_it_makes_the_folder_and_the_database_and_may_be_repeated(tmp_path, upgrade):
    path = tmp_path / "instance" / "qa.sqlite3"

    for _ in range(2):
        result = upgrade(f"sqlite:///{path}")
        assert result.output == f"The database is up to date: sqlite:///{path}\n"

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_prints_the_grades_as_the_council_calls_them(tmp_path, upgrade):
    url = f"sqlite:///{tmp_path / 'qa.sqlite3'}"

    upgrade(url, GRADE_LABELS="Great,Fine,Weak,Poor")

    engine = create_engine(url)
    with engine.connect() as connection:
        labels = connection.scalar(text("SELECT labels FROM grading_scale ORDER BY id LIMIT 1"))
    engine.dispose()
    assert labels == '["Great", "Fine", "Weak", "Poor"]'


def test_a_server_that_does_not_answer_is_said_without_the_password(upgrade):
    result = upgrade("postgresql://qa:the-password@127.0.0.1:1/qa")

    assert result.exit_code == 1
    assert result.output.startswith("Error: The database does not answer")
    assert "the-password" not in result.output


def of_the_past(url: str) -> None:
    """A database as it was before the trail was sealed, with rows in every table."""
    engine = create_engine(**engine_options(url))
    migrate.upgrade(engine, to="0002")
    with engine.begin() as connection:
        add_rows(connection)
    engine.dispose()


def asked(url: str, question: str) -> list:
    engine = create_engine(**engine_options(url))
    with engine.connect() as connection:
        answers = list(connection.scalars(text(question)))
    engine.dispose()
    return answers


def test_what_was_in_the_trail_before_is_sealed(tmp_path, upgrade):
    url = f"sqlite:///{tmp_path / 'qa.sqlite3'}"
    of_the_past(url)

    upgrade(url)

    entries = asked(url, "SELECT id FROM trail_entry ORDER BY id")
    assert len(entries) == 3
    assert asked(url, "SELECT entry_id FROM trail_seal ORDER BY position") == entries


def test_an_upgrade_that_is_stopped_before_the_trail_is_sealed_has_not_begun(tmp_path, upgrade, monkeypatch):
    url = f"sqlite:///{tmp_path / 'qa.sqlite3'}"
    of_the_past(url)

    def stopped(_session):
        raise KeyboardInterrupt

    monkeypatch.setattr(upgrading, "seal_the_rest", stopped)
    upgrade(url)
    assert asked(url, "SELECT version_num FROM alembic_version") == ["0002"]

    monkeypatch.undo()
    upgrade(url, DATABASE_URL=url, SECRET_KEY=SECRET)
    assert asked(url, "SELECT version_num FROM alembic_version") == [migrate.newest()]
