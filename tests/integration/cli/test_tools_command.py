import json

import pytest
from click.testing import CliRunner

from qa_app.cli.tools import tools_command
from tests.conftest import SECRET
from tests.factories import a_tool, a_tool_version, an_audit


@pytest.fixture
def run(monkeypatch, database_url, session):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def command(*arguments: str):
        session.commit()
        return CliRunner().invoke(tools_command, [str(argument) for argument in arguments])

    return command


def test_a_new_council_gets_the_tools_that_come_with_the_app(run):
    added = run("add-shipped", "--live")
    assert added.exit_code == 0, added.output
    assert added.output.splitlines() == [
        "Case file audit (case-file-audit), version 1, is live.",
        "Dip sample (dip-sample), version 1, is live.",
    ]

    assert run("list").output.splitlines() == [
        "case-file-audit\tversion 1\tlive\t0 audits\tCase file audit",
        "dip-sample\tversion 1\tlive\t0 audits\tDip sample",
    ]
    assert run("add-shipped").output == "The audit tools that come with the app are here already.\n"


def test_a_tool_is_exported_changed_and_brought_in_as_the_next_version(run, session, tmp_path):
    version = a_tool_version(session, a_tool("assessment", code="case-file"))
    session.add(an_audit(version))
    file = tmp_path / "tool.json"
    assert run("export", "case-file", "--output", file).exit_code == 0
    written = json.loads(file.read_text(encoding="utf-8"))
    written["sections"][0]["title"] = "Changed ✓"
    file.write_text(json.dumps(written), encoding="utf-8")

    result = run("import", file)

    name = version.tool.name
    assert result.output == f"{name} (case-file), version 2, is a draft.\n"
    assert run("list").output.splitlines() == [
        f"case-file\tversion 1\tlive\t1 audit\t{name}",
        f"case-file\tversion 2\tdraft\t0 audits\t{name}",
    ]
    titles = {number: _title(run("export", "case-file", "--version", number)) for number in (1, 2)}
    assert titles == {1: "Practice", 2: "Changed ✓"}
    assert _title(run("export", "case-file")) == "Practice"  # the live one


def test_a_file_goes_live_at_once_when_asked(run, tmp_path, session):
    a_tool_version(session, a_tool("assessment", code="case-file"))
    file = tmp_path / "tool.json"
    run("export", "case-file", "--output", file)

    assert run("import", file, "--live").output.endswith("version 2, is live.\n")


def test_every_problem_of_a_file_is_listed(run, tmp_path):
    file = tmp_path / "tool.json"
    file.write_text('{"code": "X", "name": "", "sections": 3}')

    result = run("import", file)

    assert result.exit_code == 1
    assert "sections: Write a list in square brackets here." in result.output
    assert run("list").output == ""  # nothing was half brought in


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "nobody"), "There is no audit tool nobody. There are: case-file"),
        (("export", "case-file", "--version", 7), "has no version 7. It has: 1"),
    ],
)
def test_what_is_not_there_is_said(run, session, arguments, sentence):
    a_tool_version(session, a_tool(code="case-file"))

    result = run(*arguments)

    assert result.exit_code == 1
    assert sentence in result.output


def _title(result) -> str:
    return json.loads(result.output)["sections"][0]["title"]
