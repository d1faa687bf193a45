"""A hundred times an import, a migration, a backup or a restoring is killed: it is done, or it is not begun.

`--kills N` (25) of each of the four, `--on sqlite|postgresql` (both).
"""

import argparse
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.backup.archive import opened_archive
from qa_app.backup.place import UNFINISHED
from qa_app.backup.problem import BackupProblem
from qa_app.database import engine_options
from qa_app.queries.integrity import integrity_problems
from qa_app.queries.row_counts import row_counts
from qa_app.queries.trail_check import check_trail
from qa_app.services.sealing import seal_the_rest
from qa_app.services.setting_up import set_up
from tests.data_builders.any_rows import add_rows
from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.digests import Digests, columns_of, differing, digests
from tests.data_builders.places import new_places
from tests.factories import a_tool, a_tool_version
from tests.proofs._command import killed, run
from tests.proofs._serving import databases, opened, settings_for

AUDITS = 150
"""In each file that is brought in."""
OLD = "0002"


@dataclass
class Outcome:
    """What became of the work in each trial."""

    done: int = 0
    not_begun: int = 0
    halves: list[str] = field(default_factory=list)

    def note(self, came_to: bool | str) -> None:
        if isinstance(came_to, str):
            self.halves.append(came_to)
        elif came_to:
            self.done += 1
        else:
            self.not_begun += 1

    def __str__(self) -> str:
        """> 12 not begun, 13 done, 0 half"""
        return f"{self.not_begun} not begun, {self.done} done, {len(self.halves)} half"


Trial = Callable[[float], bool | str]
"""Kills the work after a share of the time that it takes: whether it was done, or what was done in half."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kills-of-work", description=__doc__)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args(arguments)
    said, holds = [], True
    for kind in options.on or ("sqlite", "postgresql"):
        found = killed_at_work(kind, kills=options.kills)
        for outcome in found.values():
            print("\n".join(outcome.halves), end="", file=sys.stderr)
            holds = holds and not outcome.halves and outcome.not_begun + outcome.done == options.kills
        of_each = ", ".join(f"{name} {outcome}" for name, outcome in found.items())
        said.append(f"{kind}, {options.kills} kills of each: {of_each}")
    print("; ".join(said))
    return 0 if holds else 1


def killed_at_work(kind: str, *, kills: int) -> dict[str, Outcome]:
    found = {}
    with databases(kind) as url, tempfile.TemporaryDirectory(prefix="qa-kills-") as folder:
        places = Places(url, Path(folder))
        for name, work in WORKS.items():
            found[name] = Outcome()
            with work(places) as trial:
                for number in range(kills):
                    # Spread over the whole of the work, and a little after it.
                    found[name].note(trial(1.1 * (number + random.random()) / kills))
    return found


class Places:
    """Where databases are made for the trials."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self._url = url
        self._new = new_places(url, folder)

    def new(self) -> str:
        return self._new()

    def copy_of(self, url: str) -> str:
        """Another database that holds the same."""
        if url.startswith("sqlite"):
            copy = self.new()
            shutil.copy(url.removeprefix("sqlite:///"), copy.removeprefix("sqlite:///"))
            return copy
        name = f"copy_{time.monotonic_ns()}"
        self._as_owner(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")
        return make_url(url).set(database=name).render_as_string(hide_password=False)

    def forget(self, url: str) -> None:
        if url.startswith("sqlite"):
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)
        else:
            self._as_owner(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def wait_for_quiet(self, url: str) -> None:
        """PostgreSQL ends by itself what was under way for somebody who was killed."""
        if not url.startswith("sqlite"):
            name = make_url(url).database
            busy = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - our name
            until = time.monotonic() + 60
            while self._as_owner(busy) and time.monotonic() < until:
                time.sleep(0.02)

    def _as_owner(self, statement: str) -> Any:
        owner = create_engine(**engine_options(self._url), isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            result = connection.execute(text(statement))
            found = result.scalar() if result.returns_rows else None
        owner.dispose()
        return found


def wrong_with(url: str) -> str:
    """What a database that was never killed has not; empty where all is well."""
    with opened(url) as engine, Session(engine) as session:
        fault = check_trail(session, settings_for(url).seal_key).fault
        return "; ".join([*integrity_problems(session), *([str(fault)] if fault else [])])


def counts_of(url: str) -> dict[str, int]:
    with opened(url) as engine, Session(engine) as session:
        return dict(row_counts(session))


@contextmanager
def importing(places: Places) -> Iterator[Trial]:
    """All audits of the file with all their judgements, or none."""
    url = _a_council(places)
    numbers = itertools.count()

    def file() -> str:
        place = next(numbers)
        path = places.folder / f"audits-{place}.csv"
        changes = [{"reference": f"F{place}-{row}"} for row in range(AUDITS)]
        path.write_bytes(csv_file(audits(*changes)))
        return str(path)

    # The first adds what the others find: service area, stream and auditor.
    run("import", "audits", file(), "--add-missing", url=url)
    before = counts_of(url)
    takes = run("import", "audits", file(), url=url)
    after = counts_of(url)
    whole = {table: after[table] - before[table] for table in after}

    def trial(share: float) -> bool | str:
        had = counts_of(url)
        killed("import", "audits", file(), url=url, after=takes * share)
        places.wait_for_quiet(url)
        has = counts_of(url)
        added = {table: has[table] - had[table] for table in has}
        if wrong := wrong_with(url):
            return f"import: {wrong}"
        if any(added.values()) and added != whole:
            return f"import: added {added}"
        return added == whole

    yield trial
    places.forget(url)


@contextmanager
def migrating(places: Places) -> Iterator[Trial]:
    """The old schema with all rows as they were, or the new one with them and with the trail sealed."""
    old = places.new()
    with opened(old) as engine:
        migrate.upgrade(engine, to=OLD)
        with engine.begin() as connection:
            add_rows(connection, each=5)
    before = _held(old)
    first = places.copy_of(old)
    takes = run("upgrade", url=first)
    places.forget(first)

    def trial(share: float) -> bool | str:
        url = places.copy_of(old)
        try:
            killed("upgrade", url=url, after=takes * share)
            places.wait_for_quiet(url)
            with opened(url) as engine:
                is_new = migrate.is_current(engine)
            if wrong := _wrong_after_migrating(before, url, is_new=is_new):
                return f"migration: {wrong}"
            run("upgrade", url=url)
            wrong = _wrong_after_migrating(before, url, is_new=True)
            return f"migration, taken up again: {wrong}" if wrong else is_new
        finally:
            places.forget(url)

    yield trial
    places.forget(old)


@contextmanager
def backing_up(places: Places) -> Iterator[Trial]:
    """A whole file under its name, or none; and nobody else reads what was being made."""
    url = _a_council(places)
    _fill(places, url)
    takes = run("backup", str(places.folder / "first.zip"), url=url)
    numbers = itertools.count()

    def trial(share: float) -> bool | str:
        file = places.folder / f"backup-{next(numbers)}.zip"
        killed("backup", str(file), url=url, after=takes * share)
        places.wait_for_quiet(url)
        unfinished = list(places.folder.glob(f"{UNFINISHED}*"))
        open_to_others = [path for path in unfinished if path.stat().st_mode & 0o077]
        for path in unfinished:
            shutil.rmtree(path)
        if open_to_others:
            return "backup: others may read what was being made"
        if wrong := wrong_with(url):
            return f"backup: {wrong}"
        if not file.exists():
            return False
        try:
            with opened_archive(file) as archive:
                archive.check_digest()
        except BackupProblem as problem:
            return f"backup: {problem}"
        return True

    yield trial
    places.forget(url)


@contextmanager
def restoring(places: Places) -> Iterator[Trial]:
    """All rows that the backup had, or a place with nothing in it."""
    url = _a_council(places)
    _fill(places, url)
    file = places.folder / "to-restore.zip"
    run("backup", str(file), url=url)
    with opened_archive(file) as archive:
        rows = dict(archive.manifest.rows)
    first = places.new()
    takes = run("restore", str(file), "--into", first, url=url)

    def trial(share: float) -> bool | str:
        into = places.new()
        killed("restore", str(file), "--into", into, url=url, after=takes * share)
        places.wait_for_quiet(into)
        for path in places.folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(path)
        if into.startswith("sqlite") and not Path(into.removeprefix("sqlite:///")).exists():
            return False
        has = counts_of(into)
        if not has:
            return False
        wrong = wrong_with(into)
        places.forget(into)
        if wrong:
            return f"restoring: {wrong}"
        more = {table: has.get(table, 0) - rows[table] for table in rows}
        noted = {"trail_entry": 1, "trail_seal": 1}
        if {table: more[table] for table in more if more[table]} not in ({}, noted):
            return f"restoring: differs by {more}"
        return True

    yield trial
    places.forget(url)


WORKS = {"import": importing, "migration": migrating, "backup": backing_up, "restoring": restoring}


def _a_council(places: Places) -> str:
    """The URL of a database with an audit tool, into which audits can be brought."""
    url = places.new()
    with opened(url) as engine:
        migrate.upgrade(engine)
        with Session(engine) as session, session.begin():
            set_up(session)
            a_tool_version(session, a_tool("assessment", code="case-file"))
            seal_the_rest(session)
    return url


def _fill(places: Places, url: str) -> None:
    path = places.folder / f"fill-{time.monotonic_ns()}.csv"
    path.write_bytes(csv_file(audits(*({"reference": f"B{row}"} for row in range(AUDITS)))))
    run("import", "audits", str(path), "--add-missing", url=url)


def _held(url: str) -> Digests:
    with opened(url) as engine, engine.connect() as connection:
        return digests(connection)


def _wrong_after_migrating(before: Digests, url: str, *, is_new: bool) -> str:
    after = _held(url)
    changed = [name for name in differing(before, after) if not name.startswith("sign_in_attempt.")]
    # What every database holds from the start is added by an upgrade.
    changed = [name for name in changed if name.split(".")[0] not in ("grading_scale", "moderation_setting")]
    if changed:
        return f"changed {', '.join(changed)}"
    if not is_new:
        return "" if columns_of(after) == columns_of(before) else "columns of both schemas"
    return wrong_with(url)
