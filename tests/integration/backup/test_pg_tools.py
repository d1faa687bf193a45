"""Finding the programs of PostgreSQL, and running them."""

import pytest

from qa_app.backup.pg_tools import find_tool, run
from qa_app.backup.problem import BackupProblem


@pytest.fixture
def tools(tmp_path):
    """A folder with a pg_dump of version 16."""
    return a_program(tmp_path, 'echo "pg_dump (PostgreSQL) 16.4 (Debian 16.4-1)"').parent


def a_program(folder, script):
    path = folder / "pg_dump"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path


@pytest.mark.parametrize("server", [14, 15, 16])
def test_one_at_least_as_new_as_the_server_is_taken(tools, server):
    assert find_tool("pg_dump", folder=str(tools), server=server) == tools / "pg_dump"


def test_one_on_the_path_is_taken_where_no_folder_is_named(tools, monkeypatch):
    monkeypatch.setenv("PATH", str(tools))

    assert find_tool("pg_dump", folder="", server=16) == tools / "pg_dump"


def test_one_that_is_too_old_says_what_to_install(tools):
    told = "is of version 16 and the server of version 18, .* postgresql-client-18"
    with pytest.raises(BackupProblem, match=told):
        find_tool("pg_dump", folder=str(tools), server=18)


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("", "pg_restore is not on this machine. Install .* postgresql-client-18"),
        ("/nowhere", "pg_restore is not in the folder /nowhere that pg_tools names"),
    ],
)
def test_one_that_is_not_there_says_what_to_do(tools, monkeypatch, folder, told):
    monkeypatch.setenv("PATH", str(tools))

    with pytest.raises(BackupProblem, match=told):
        find_tool("pg_restore", folder=folder, server=18)


def test_the_password_is_in_the_environment_only(tmp_path):
    told = tmp_path / "told"
    tool = a_program(tmp_path, f'echo "$@ $PGUSER $PGPASSWORD $PGPORT" > {told}')

    run(tool, ("--format=custom",), parameters={"user": "qa", "password": "secret", "port": 5433})

    assert told.read_text() == "--format=custom qa secret 5433\n"


def test_of_what_it_says_only_the_first_line_is_told(tmp_path):
    tool = a_program(tmp_path, 'echo "error: a rule was broken" >&2; echo "DETAIL: Zoë" >&2; exit 3')

    with pytest.raises(BackupProblem) as problem:
        run(tool, (), parameters={})

    assert str(problem.value) == "pg_dump failed: error: a rule was broken"


def test_one_that_stops_listening_is_told_as_a_failure(tmp_path):
    tool = a_program(tmp_path, "exec 0<&-; exit 1")

    with pytest.raises(BackupProblem, match="pg_dump failed: without a word"):
        run(tool, (), parameters={}, fed=(b"x" * 1_000_000 for _ in range(20)))
