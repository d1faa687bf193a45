"""A backup made, damaged and restored, on both databases."""

import json
import os
import shutil
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.anchor import anchor_trail
from qa_app.backup import making
from qa_app.cli import main
from qa_app.cli.backup import backup_command, restore_command
from qa_app.config import Settings
from qa_app.database import engine_options, prepare
from qa_app.domain.roles import Role
from qa_app.models import LinkKind, OneUseLink, OutgoingEmail, TrailEntry, WebSession
from qa_app.models.web_session import SignedInBy
from qa_app.services.trail import record
from tests.conftest import SECRET, unguarded
from tests.data_builders.any_rows import add_rows
from tests.data_builders.digests import differing, digests
from tests.data_builders.places import new_places, pg_tools
from tests.factories import a_person

AT = datetime(2016, 12, 5, 14, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def new_place(database_url, tmp_path_factory):
    return new_places(database_url, tmp_path_factory.mktemp("places"))


@pytest.fixture(scope="module")
def empty_place(new_place):
    """One into which nothing was ever restored."""
    return new_place()


@pytest.fixture(scope="module")
def source(new_place):
    """The URL of a database with something in every table, and a trail of three entries."""
    url = new_place()
    engine = create_engine(**engine_options(url))
    prepare(engine, seal_key=settings_on(url).seal_key)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        add_rows(connection)
        with unguarded(connection):
            connection.execute(text("DELETE FROM trail_seal"))
            connection.execute(text("DELETE FROM trail_entry"))
    with Session(engine) as session, session.begin():
        person = a_person(Role.AUDITOR)
        session.add(person)
        session.flush()
        for action in ("one", "two", "three"):
            record(session, action, by=person, at=AT, subject="person", after={"what": action})
    engine.dispose()
    return url


def settings_on(url):
    return Settings(secret_key=SECRET, database_url=url)


@pytest.fixture
def command(monkeypatch, source, made, tmp_path):
    """Runs a command with arguments on the database that is the source, of which a backup was made."""
    anchor = str(tmp_path / "trail-anchor.txt")
    environ = {"SECRET_KEY": SECRET, "DATABASE_URL": source, "PG_TOOLS": pg_tools(), "TRAIL_ANCHOR": anchor}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    def run(which, *arguments):
        return CliRunner().invoke(which, [str(argument) for argument in arguments])

    return run


@pytest.fixture(scope="module")
def made(source, tmp_path_factory):
    """A backup of the source."""
    path = tmp_path_factory.mktemp("made") / "backup.zip"
    environ = {"SECRET_KEY": SECRET, "DATABASE_URL": source, "PG_TOOLS": pg_tools()}
    environ["TRAIL_ANCHOR"] = str(path.with_name("trail-anchor.txt"))
    result = CliRunner().invoke(backup_command, [str(path)], env=environ)
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def file(made, tmp_path):
    """The backup, to damage."""
    return Path(shutil.copy(made, tmp_path / "backup.zip"))


def held(url):
    engine = create_engine(**engine_options(url))
    with engine.connect() as connection:
        found = digests(connection)
    engine.dispose()
    return found


def rewritten(file, change):
    """The same zip with what `change` makes of its manifest."""
    with zipfile.ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(contents["manifest.json"])
    change(said)
    contents["manifest.json"] = json.dumps(said).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def test_it_says_what_it_wrote(command, tmp_path, source):
    result = command(backup_command, tmp_path / "backup.zip")

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    product = "SQLite 3." if source.startswith("sqlite") else "PostgreSQL "
    assert lines[0].startswith(f"{tmp_path / 'backup.zip'}: ")
    assert product in lines[0]
    assert lines[2:] == ["Integrity: nothing is damaged", "Trail: 4 entries, each as it was sealed"]


def test_only_its_owner_reads_it_and_nothing_lies_beside_it(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in made.parent.iterdir()] == ["backup.zip"]


def test_the_manifest_says_what_is_in_it(file):
    with zipfile.ZipFile(file) as archive:
        said = json.loads(archive.read("manifest.json"))

    assert said["rows"]["trail_entry"] == said["trail_position"] == 3
    assert said["rows"]["audit"] == 3
    assert len(said["sha256"]) == len(said["trail_seal"]) == 64
    assert SECRET not in json.dumps(said)


def test_that_it_was_made_stands_in_the_trail(made, source):
    assert actions_in(source)[:4] == ["one", "two", "three", "made backup"]


def actions_in(url):
    engine = create_engine(**engine_options(url))
    with Session(engine) as session:
        found = session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)).all()
    engine.dispose()
    return list(found)


def test_a_restored_database_holds_the_same(command, file, new_place, source):
    place = new_place()

    result = command(restore_command, file, "--into", place, "--verify")

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [
        *("Digest", "Manifest", "Schema", "Rows", "Integrity", "Trail"),
    ]
    assert "WRONG" not in result.output
    assert lines[-1].startswith("Restored. Everybody signs in again.")
    differ = {name.split(".")[0] for name in differing(held(source), held(place))}
    # The one has made a backup since, and the other was restored.
    assert differ <= {"trail_entry", "trail_seal", "web_session", "one_use_link", "outgoing_email"}
    assert actions_in(place) == ["one", "two", "three", "restored backup"]


def test_what_people_had_ended_does_not_go_on(
    command, session, tmp_path, new_place, monkeypatch, database_url
):
    monkeypatch.setenv("DATABASE_URL", database_url)
    person = a_person(Role.AUDITOR)
    session.add(person)
    session.flush()
    session.add_all(
        [
            WebSession(
                reference_hash="a" * 64,
                person_id=person.id,
                signed_in_by=SignedInBy.PASSWORD,
                second_factor=False,
                started_at=AT,
                last_active_at=AT,
                address="",
                browser="",
            ),
            OneUseLink(
                kind=LinkKind.INVITATION, person=person, token_hash="b" * 64, made_at=AT, expires_at=AT
            ),
            OutgoingEmail(
                recipient="a@b.example",
                subject="S",
                body="A link",
                made_at=AT,
                next_try_at=AT,
                give_up_at=AT,
            ),
        ]
    )
    session.commit()
    place, path = new_place(), tmp_path / "backup.zip"
    assert command(backup_command, path).exit_code == 0

    assert command(restore_command, path, "--into", place).exit_code == 0

    engine = create_engine(**engine_options(place))
    with Session(engine) as restored:
        assert restored.scalars(select(WebSession.ended_at)).one() is not None
        assert restored.scalars(select(OneUseLink.used_at)).one() is not None
        email = restored.scalars(select(OutgoingEmail)).one()
        assert (email.next_try_at, email.sent_at, email.body) == (None, None, "")
    engine.dispose()


def test_nothing_is_overwritten(command, file, new_place):
    before = file.read_bytes()
    again = command(backup_command, file)
    place = new_place()
    assert command(restore_command, file, "--into", place).exit_code == 0
    held_before = held(place)
    over = command(restore_command, file, "--into", place)

    assert again.exit_code == over.exit_code == 1
    assert "is there already" in str(again.exception)
    assert file.read_bytes() == before
    assert "overwritten" in str(over.exception)
    assert held(place) == held_before


@pytest.mark.parametrize("size", [0, 10, 1_000, -1])
def test_a_file_that_was_cut_off_is_refused_and_nothing_restored(command, file, empty_place, size):
    whole = file.read_bytes()
    file.write_bytes(whole[:size])

    result = command(restore_command, file, "--into", empty_place)

    assert result.exit_code == 1
    assert "it is damaged" in str(result.exception)
    assert nothing_in(empty_place)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8])
def test_a_flipped_byte_is_found_wherever_it_is(command, file, empty_place, share):
    content = bytearray(file.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    file.write_bytes(content)

    result = command(restore_command, file, "--into", empty_place)

    assert result.exit_code == 1
    assert "damaged" in str(result.exception)
    assert nothing_in(empty_place)


def nothing_in(place):
    if place.startswith("sqlite"):
        return not os.path.exists(place.removeprefix("sqlite:///"))
    return held(place) == {}


def test_what_a_manifest_says_otherwise_is_told(command, file, new_place):
    def change(said):
        said["rows"]["audit"] = 9
        said["schema"] = "0001"
        said["trail_position"] = 2

    rewritten(file, change)

    result = command(restore_command, file, "--into", new_place())

    assert result.exit_code == 1
    assert result.output.splitlines()[1:] == [
        "Manifest: WRONG, it is not what was written",
        f"Schema: WRONG, it is {migrate.newest()} and was 0001",
        "Rows: WRONG, audit has 3 and had 9",
        "Integrity: nothing is damaged",
        "Trail: WRONG, it ends at position 3 and ended at 2",
        "Error: The database is there, and not as it was. Let nobody use it before you know why: see"
        " docs/operations.md.",
    ]


def test_with_another_key_the_trail_is_not_added_to(command, file, new_place, monkeypatch):
    monkeypatch.setenv("DATA_KEY", "another key that is longer than thirty-two characters")
    place = new_place()

    result = command(restore_command, file, "--into", place)

    assert result.exit_code == 1
    assert "Manifest: WRONG, it was sealed with another key" in result.output
    assert "Trail: WRONG, Entry" in result.output
    assert actions_in(place) == ["one", "two", "three"]


def test_a_trail_that_was_changed_is_told_and_the_backup_kept(
    command, session, engine, tmp_path, monkeypatch, database_url
):
    monkeypatch.setenv("DATABASE_URL", database_url)
    record(session, "one", by=None, at=AT, subject="person")
    session.commit()
    with engine.begin() as connection, unguarded(connection):
        connection.execute(text("UPDATE trail_entry SET action = 'two'"))
    path = tmp_path / "backup.zip"

    result = command(backup_command, path)

    assert result.exit_code == 1
    assert "Trail: WRONG, Entry" in result.output
    assert "Keep the backups from before" in result.output
    assert path.exists()
    assert actions_in(database_url) == ["two"]


def test_a_trail_whose_end_was_cut_off_is_told_by_the_anchor(
    command, session, engine, tmp_path, monkeypatch, database_url
):
    anchor = tmp_path / "trail-anchor.txt"
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("TRAIL_ANCHOR", str(anchor))
    for action in ("one", "two"):
        record(session, action, by=None, at=AT, subject="person")
    session.commit()
    anchor_trail(session, anchor, at=AT)
    session.rollback()
    whole = command(backup_command, tmp_path / "whole.zip")
    with engine.begin() as connection, unguarded(connection):
        connection.execute(text("DELETE FROM trail_seal WHERE position > 1"))
        connection.execute(text("DELETE FROM trail_entry WHERE action <> 'one'"))

    cut_off = command(backup_command, tmp_path / "cut-off.zip")

    assert whole.exit_code == 0, whole.output
    assert cut_off.exit_code == 1
    assert "Trail: WRONG, The entry at position 2 of the chain is missing" in cut_off.output


def test_an_anchor_that_cannot_be_read_is_told_and_the_backup_made(command, tmp_path):
    (tmp_path / "trail-anchor.txt").write_text("changed by somebody\n")
    path = tmp_path / "backup.zip"

    result = command(backup_command, path)

    assert result.exit_code == 1
    assert "Anchor: WRONG, Line 1 of " in result.output
    assert path.exists()


def test_a_backup_that_fails_half_way_leaves_nothing(command, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_archive", fails)
    result = command(backup_command, tmp_path / "backup.zip")

    assert result.exit_code == 1
    assert "is full. Nothing was written: make room" in str(result.exception)
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name or path.name.startswith(".")]


def test_what_a_power_cut_left_is_cleared_away_a_day_later(command, tmp_path):
    old, new = tmp_path / ".qa-app-unfinished-1", tmp_path / ".qa-app-unfinished-2"
    for folder in (old, new):
        folder.mkdir()
        (folder / "database").write_bytes(b"case text")
    long_ago = AT.timestamp()
    os.utime(old / "database", (long_ago, long_ago))
    os.utime(old, (long_ago, long_ago))

    assert command(backup_command, tmp_path / "backup.zip").exit_code == 0

    assert not old.exists()
    assert new.exists()


def test_a_backup_of_one_kind_is_not_restored_into_another(command, file, tmp_path, source):
    other = "postgresql://localhost/qa" if source.startswith("sqlite") else f"sqlite:///{tmp_path / 'x.db'}"

    result = command(restore_command, file, "--into", other)

    assert result.exit_code == 1
    assert "cannot become a database of" in str(result.exception)


@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b", "sqlite://"])
def test_a_place_that_is_none_is_refused(command, file, url):
    result = command(restore_command, file, "--into", url)

    assert result.exit_code == 2
    assert "--into takes sqlite:///" in result.output


def test_a_folder_that_is_not_there_is_said(command, tmp_path):
    result = command(backup_command, tmp_path / "nowhere" / "backup.zip")

    assert "There is no folder" in str(result.exception)


def test_a_problem_is_one_sentence(command, made, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["qa-app", "backup", str(made)])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    sentence = f"Error: {made} is there already, and nothing is ever overwritten. Name another file.\n"
    assert capsys.readouterr().err == sentence
