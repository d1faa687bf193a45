"""`qa-app trail verify` and `qa-app trail anchor`, and the job of the server that anchors too."""

import logging
import re
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import delete, update

from qa_app.anchor import (
    Anchor,
    AnchorProblem,
    anchor_trail,
    keep_anchored,
    read_anchors,
    seals_by_position,
)
from qa_app.background import JOBS, do_all
from qa_app.cli import main
from qa_app.config import Settings
from qa_app.domain.sealing import FIRST
from qa_app.models import TrailEntry, TrailSeal
from qa_app.queries.trail_chain import chain_end
from qa_app.services.trail import record
from tests.conftest import SECRET, unguarded
from tests.trails import AT, a_trail

LENGTH = 40


@pytest.fixture
def trail(session, engine):
    with engine.begin() as connection, unguarded(connection):
        connection.execute(delete(TrailSeal))
        connection.execute(delete(TrailEntry))
        a_trail(connection, LENGTH)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "anchor.txt"


@pytest.fixture
def run(monkeypatch, database_url, path, capsys):
    """The exit code, and all that was said."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("TRAIL_ANCHOR", str(path))

    def command(*arguments):
        monkeypatch.setattr("sys.argv", ["qa-app", "trail", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, error = capsys.readouterr()
        return ended.value.code or 0, out + error

    return command


def tamper(engine, *statements):
    with engine.begin() as connection, unguarded(connection):
        for statement in statements:
            connection.execute(statement)


def cut_off(engine, *, after):
    tamper(
        engine,
        delete(TrailSeal).where(TrailSeal.position > after),
        delete(TrailEntry).where(TrailEntry.id > after),
    )


def test_a_trail_that_holds_is_said_to_and_what_cannot_be_known_too(trail, run, path):
    code, said = run("verify")
    assert code == 0
    assert said.startswith("40 entries, each as it was sealed.\n")
    assert f"No seal is kept outside the database ({path})" in said

    assert run("anchor")[0] == 0
    code, said = run("verify")
    assert code == 0
    assert re.search(r"It holds to what was written down .* at position 40\.\n$", said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            update(TrailEntry).where(TrailEntry.id == 12).values(action="nothing"),
            "Error: Entry 12 (position 12 of the chain) is not what was sealed."
            " 11 entries before it, each as it was sealed.\n",
        ),
        (
            delete(TrailSeal).where(TrailSeal.position == 2),
            "Error: Entry 2 (position 2 of the chain) has no seal: it was not written by this service, or its"
            " seal was removed. 1 entry before it, each as it was sealed.\n",
        ),
        (
            update(TrailEntry).where(TrailEntry.id == 1).values(action="nothing"),
            "Error: Entry 1 (position 1 of the chain) is not what was sealed. It is the first. Were data_key"
            " or secret_key changed? With another key, no entry is as it was sealed.\n",
        ),
    ],
)
def test_the_first_bad_entry_is_named_and_the_exit_code_tells(trail, engine, run, change, said):
    tamper(engine, change)

    assert run("verify") == (1, said)


def test_a_trail_that_was_cut_off_is_found_by_the_anchor_and_not_anchored_anew(trail, engine, run, path):
    run("anchor")
    kept = path.read_bytes()
    cut_off(engine, after=30)

    assert run("verify") == (
        1,
        "Error: The entry at position 31 of the chain is missing, as is everything after it."
        " 30 entries before it, each as it was sealed.\n",
    )
    code, said = run("anchor")
    assert code == 1
    assert "The trail ends at position 30, and on" in said
    assert "entries are missing" in said
    assert path.read_bytes() == kept


def test_a_copy_of_the_anchor_tells_where_the_servers_own_was_changed_with_the_trail(
    trail, engine, run, path, tmp_path
):
    run("anchor")
    copy = tmp_path / "kept-elsewhere.txt"
    copy.write_bytes(path.read_bytes())
    cut_off(engine, after=30)
    path.unlink()

    assert run("verify")[0] == 0
    assert "position 31" in run("verify", "--anchor", copy)[1]


def test_nobody_waits_for_the_check_nor_the_check_for_anybody(trail, engine, run):
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("SELECT 1")  # in a transaction that may write, so that nobody else may
        begun = monotonic()
        assert run("verify")[0] == 0
        assert run("anchor")[0] == 0

    assert monotonic() - begun < 10  # half of what a writer waits


@pytest.mark.parametrize(
    ("content", "anchors"),
    [
        (b"", 0),
        (b"2026-04-03T13:02:00+00:00 7 " + b"a" * 64 + b"\n", 1),
        (b"2026-04-03T13:02:00+00:00 7 " + b"a" * 64 + b"\r\n", 1),  # saved by an editor on Windows
        (b"2026-04-03T13:02:00+00:00 7 " + b"a" * 64 + b"\n2026-04-03T13:17:00+00:00 9 ab", 1),  # power cut
    ],
)
def test_anchors_are_read(path, content, anchors):
    path.write_bytes(content)

    assert [(each.position, each.seal) for each in read_anchors(path)] == [(7, "a" * 64)] * anchors


@pytest.mark.parametrize(
    "line", ["", "seven", "2026-04-03T13:02:00 7 abc", "yesterday 7 abc", "2026-04-03T13:02:00+00:00 x abc"]
)
def test_a_line_that_is_no_anchor_is_named(run, trail, path, line):
    path.write_text(f"{Anchor(AT, 1, 'b' * 64)}\n{line}\n", "utf-8")

    for command in ("verify", "anchor"):
        assert run(command) == (1, f"Error: Line 2 of {path} is no anchor: somebody changed the file.\n")


def test_anchors_that_contradict_each_other_are_no_anchors():
    with pytest.raises(AnchorProblem, match="two things of position 7"):
        seals_by_position([Anchor(AT, 7, "a"), Anchor(AT, 8, "b"), Anchor(AT, 7, "c")])


def test_the_file_only_grows_and_says_nothing_twice(trail, engine, session, path):
    first = anchor_trail(session, path, at=AT)
    assert anchor_trail(session, path, at=AT + timedelta(hours=1)) == first
    record(session, "said", by=None, at=AT, subject="test")
    session.commit()
    path.write_bytes(path.read_bytes() + b"2026-04-03T13:1")  # left by a power cut
    second = anchor_trail(session, path, at=AT + timedelta(hours=2))

    assert second.position == first.position + 1
    assert path.read_text() == (
        f"2026-03-31T23:30:15+00:00 40 {first.seal}\n2026-04-01T01:30:15+00:00 41 {second.seal}\n"
    )
    assert (second.position, second.seal) == chain_end(session)


def test_another_trail_is_not_anchored_in_the_same_file(trail, engine, session, path):
    path.write_text(f"{Anchor(AT, LENGTH, 'f' * 64)}\n", "utf-8")

    with pytest.raises(
        AnchorProblem, match="Position 40 of the trail had another seal on 1 April 2026 at 00:30"
    ):
        anchor_trail(session, path, at=AT)
    assert len(read_anchors(path)) == 1


def test_an_empty_trail_has_nothing_to_anchor(engine, session, run, path):
    cut_off(engine, after=0)

    assert chain_end(session) == (0, FIRST)
    assert run("anchor") == (1, "Error: There is nothing in the trail yet.\n")
    assert not path.exists()


def test_a_folder_that_is_not_there_is_named(trail, run, monkeypatch, path):
    monkeypatch.setenv("TRAIL_ANCHOR", str(path / "nowhere.txt"))

    assert run("anchor") == (1, f"Error: {path / 'nowhere.txt'}: No such file or directory\n")


def test_the_server_anchors_by_itself_and_says_when_it_cannot(trail, engine, database_url, path, caplog):
    job = next(job for job in JOBS if job.name == "anchor the trail")
    settings = Settings(secret_key=SECRET, database_url=database_url, trail_anchor=str(path))
    assert do_all(engine, settings, jobs=(job,)) == []
    assert [anchor.position for anchor in read_anchors(path)] == [LENGTH]
    assert job.every <= timedelta(minutes=15)

    cut_off(engine, after=30)
    with caplog.at_level(logging.ERROR, "qa_app.security"):
        assert do_all(engine, settings, jobs=(job,)) == ["anchor the trail"]
    assert "trail not anchored: The trail ends at position 30" in caplog.text


def test_a_demonstration_anchors_nowhere(trail, engine, database_url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keep_anchored(engine, Settings(secret_key=SECRET, database_url=database_url, demo=True))

    assert list(tmp_path.iterdir()) == []
