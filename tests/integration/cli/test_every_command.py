"""Whatever a command changes is in the trail, as done on the server itself."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from qa_app.cli import cli
from qa_app.models import Base, Person, SecondFactor, TrailEntry, TrailSeal
from tests.conftest import SECRET
from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.cheshire_east import PUBLISHED
from tests.data_builders.publications import SEFTON_BOARD
from tests.factories import a_tool, a_tool_version

ADA = "ada@testshire.example"
CHANGES = (
    ("areas add", "Early Help"),
    ("areas add-team", "Early Help", "North"),
    ("areas rename", "Early Help", "Family Help"),
    ("areas stop", "Family Help"),
    ("areas use-again", "Family Help"),
    ("streams add", "Monthly"),
    ("streams rename", "Monthly", "Each month"),
    ("streams stop", "Each month"),
    ("streams use-again", "Each month"),
    ("tools add-shipped",),
    ("people add", "--name", "Ada", "--email", ADA, "--role", "qa-lead", "--generate"),
    ("people two-step-off", ADA),
    ("people password", ADA),
    ("people stop", ADA),
    ("people let-in", ADA),
    ("import audits", "audits.csv", "--add-missing"),
    ("import history", "history.csv"),
    ("import values", "values.csv", "--add-missing"),
    ("tools import", "tool.json", "--live"),
    ("export audits", "--output", "taken-out.csv"),
)
"""In an order in which each finds what it changes."""

KEEP_NO_RECORDS = {
    *("areas list", "streams list", "people list", "tools list", "mail list", "records due"),
    *("export judgements", "export scorecard", "export report", "tools export"),
    # What they keep is beside the records: e-mails sent, old sessions forgotten, files made, a schema.
    *("mail send", "chores", "backup", "restore", "upgrade", "trail anchor", "trail verify", "serve"),
}

SEALED = {TrailEntry.__tablename__, TrailSeal.__tablename__}


def every_command(group: click.Group, *path: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from every_command(command, *path, name)
        else:
            yield " ".join((*path, name))


def test_every_command_is_in_one_of_the_two_lists():
    changing = [command for command, *_ in CHANGES]

    assert sorted(every_command(cli)) == sorted([*changing, *KEEP_NO_RECORDS])


@pytest.fixture
def folder(tmp_path, monkeypatch, database_url):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)
    return tmp_path


def test_each_command_that_changes_anything_leaves_an_entry(folder, session):
    a_tool_version(session, a_tool("assessment", code="case-file"))
    session.commit()
    for name, content in (
        ("audits.csv", csv_file(audits({}))),
        ("history.csv", PUBLISHED.read_bytes()),
        ("values.csv", SEFTON_BOARD.read_bytes()),
    ):
        (folder / name).write_bytes(content)
    exported = CliRunner().invoke(cli, ["tools", "export", "case-file", "--output", "tool.json"])
    assert exported.exit_code == 0, exported.output
    (folder / "tool.json").write_text((folder / "tool.json").read_text().replace("assessment", "analysis"))

    for command, *arguments in CHANGES:
        if command == "people two-step-off":
            ada = session.scalars(select(Person).where(Person.email == ADA)).one()
            session.add(SecondFactor(person_id=ada.id, secret="x", made_at=ada.created_at, last_step=0))
            session.commit()
        before, entries = rows(session), number_of_entries(session)

        done = CliRunner().invoke(cli, [*command.split(), *arguments])

        assert done.exit_code == 0, (command, done.output, done.exception)
        assert command.startswith("export") or rows(session) != before, command
        assert number_of_entries(session) > entries, command
    assert set(session.scalars(select(TrailEntry.person_id))) == {None}
    assert session.scalar(select(func.count()).select_from(TrailSeal)) == number_of_entries(session)


def rows(session) -> dict[str, list]:
    found = {
        table.name: session.execute(select(table)).all()
        for table in Base.metadata.sorted_tables
        if table.name not in SEALED
    }
    session.rollback()  # else a command would wait for what this holds
    return found


def number_of_entries(session) -> int:
    found = session.scalar(select(func.count()).select_from(TrailEntry))
    session.rollback()
    return found
