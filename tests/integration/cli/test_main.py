"""The whole command, as it is started from a shell: what goes wrong is one sentence and exit code 1."""

import sys

import pytest

from qa_app.cli import main
from tests.conftest import SECRET
from tests.factories import a_tool, a_tool_version


@pytest.fixture
def fails(monkeypatch, database_url, session, capsys):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)
    a_tool_version(session, a_tool("assessment", code="case-file"))
    session.commit()

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["qa-app", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 1
        said: str = capsys.readouterr().err
        return said

    return command


@pytest.mark.parametrize(
    "command",
    [
        ("export", "judgements"),
        ("export", "audits"),
        ("tools", "export", "case-file"),
        ("import", "audits", "--template", "case-file"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(fails, tmp_path, command):
    file = tmp_path / "no such folder" / "file.csv"

    assert fails(*command, "--output", file) == f"Error: {file}: No such file or directory\n"


def test_audits_of_a_tool_there_is_not_are_no_empty_file(fails, tmp_path):
    file = tmp_path / "audits.csv"

    said = fails("export", "audits", "--tool", "case-fil", "--output", file)

    assert said == "Error: There is no audit tool case-fil. See them with: qa-app tools list\n"
    assert not file.exists()
