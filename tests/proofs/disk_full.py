"""The disk is full, or gives errors, while people save: nobody is told that something is saved which is not,
nothing is damaged, and once the disk works again the service goes on by itself.

A small disk is mounted for it. Where that is not allowed, PostgreSQL says that it is full, and SQLite's
writes fail. `--saves N` (20) of each person before and afterwards, `--on sqlite|postgresql` (both).
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import requests

from tests.proofs._command import Server, said, serving, started
from tests.proofs._noted import Kept, Noting, what_was_kept
from tests.proofs._serving import HOST, databases, folder_of, free_port, lay_desks, opened
from tests.proofs._small_disk import failing_syncs, failing_writes, filled, said_to_be_full, small_disk

PEOPLE = 3
MEGABYTES = {"sqlite": 24, "postgresql": 256}
REFUSED = 5
"""So many saves of each person have to be refused before the disk works again."""
LONGEST = 120
"""Seconds until which they have to be, or to be taken again."""
TYPED = "What was typed into the form while nothing could be saved"


@dataclass
class Hindered(Noting):
    """`told` is what was acknowledged; `not_taken` counts what else was said, by its heading."""

    not_taken: Counter[str] = field(default_factory=Counter)

    def not_saved(self, answer: requests.Response) -> None:
        if answer.status_code not in (503, 507):
            self.refused.append(answer.status_code)
        self.not_taken[heading_of(answer)] += 1


@dataclass
class Figures:
    how: list[str] = field(default_factory=list)
    """What was done to the disk."""
    not_taken: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    kept: Kept | None = None

    @property
    def holds(self) -> bool:
        return bool(self.how) and not self.faults and self.kept is not None and self.kept.holds

    def __str__(self) -> str:
        answers = ", ".join(f"“{heading}” {times} times" for heading, times in sorted(self.not_taken.items()))
        return f"{', '.join(self.how)}: {answers}; {len(self.faults)} faults; {self.kept}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="disk-full", description=__doc__)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args(arguments)
    parts, holds = [], True
    for kind in options.on or ("sqlite", "postgresql"):
        figures = saved_while_hindered(kind, saves=options.saves)
        print("\n".join(figures.faults), end="", file=sys.stderr)
        parts.append(f"{kind}, {figures}")
        holds = holds and figures.holds
    print("; ".join(parts))
    return 0 if holds else 1


def saved_while_hindered(kind: str, *, saves: int, number: int = PEOPLE) -> Figures:
    figures = Figures()
    with small_disk(MEGABYTES[kind]) as disk, _database(kind, disk) as url:
        desks = lay_desks(url, number)
        port = free_port()
        people = [Hindered(f"http://{HOST}:{port}", desk) for desk in desks]
        server = serving(url, port=port, threads=number)
        try:
            for person in people:
                person.sign_in()
            _save(people, saves, figures)
            for how, hindrance in _hindrances(url, disk, server):
                with hindrance as happens:
                    if happens:
                        figures.how.append(how)
                        _be_refused(people, figures)
                        figures.faults += _wrong_with_the_page(people[0], how)
                    if how == "full":
                        figures.faults += _wrong_with_a_backup(url)
                _save(people, saves, figures)
        finally:
            server.kill()
        figures.kept = what_was_kept(url, people)
    figures.not_taken = sum((person.not_taken for person in people), Counter())
    if TYPED in said() or "ЖЖ" in said():
        figures.faults.append("What somebody typed is in the log")
    if "storage: " not in said():
        figures.faults.append("The log does not tell what happened")
    return figures


@contextmanager
def _database(kind: str, disk: Path | None) -> Iterator[str]:
    """On that disk, where there is one."""
    usual = tempfile.tempdir
    tempfile.tempdir = str(disk) if disk else usual
    try:
        with databases(kind) as url:
            tempfile.tempdir = usual
            yield url
    finally:
        tempfile.tempdir = usual


def _hindrances(
    url: str, disk: Path | None, server: Server
) -> Iterator[tuple[str, AbstractContextManager[bool]]]:
    """What can be done to the disk here, one after the other, each by what it is."""
    if url.startswith("sqlite"):
        process = server.process.pid or 0
        if disk is not None:
            _empty_log(url)
            yield "full", filled(disk)
        yield "writes fail", failing_writes(process)
        yield "syncs fail", failing_syncs(process)
    elif disk is not None:
        yield "full", filled(disk)
    else:
        yield "said to be full", said_to_be_full(url)


def _empty_log(url: str) -> None:
    """So that the next write needs room, and not one some megabytes later."""
    with opened(url) as engine, engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _save(people: Sequence[Hindered], saves: int, figures: Figures) -> None:
    """So many each, with a new look at the audit before."""
    for person in people:
        person.length = 200
        goal, until = person.saves + saves, time.monotonic() + LONGEST
        person.open_audit()
        while person.saves < goal and time.monotonic() < until:
            if not person.save_next():
                person.open_audit()
        if person.saves < goal:
            figures.faults.append(f"{person.desk.email} cannot save though the disk works")


def _be_refused(people: Sequence[Hindered], figures: Figures) -> None:
    """Until so many saves of each were not taken; those that still were are kept as any."""
    for person in people:
        person.length = 20_000
        before, until = person.not_taken.total(), time.monotonic() + LONGEST
        while person.not_taken.total() < before + REFUSED and time.monotonic() < until:
            person.save_next()
        if person.not_taken.total() < before + REFUSED:
            figures.faults.append(f"Each save of {person.desk.email} was taken")


def _wrong_with_the_page(person: Hindered, how: str) -> list[str]:
    """The form's own button, without scripts: a plain page, with what was typed in it."""
    values = {"csrf_token": person.csrf_token, "version": person.version, "one_use": how}
    typed = {f"text-{code}": f"{TYPED}, {how}: {code}. " + "Ж" * 20_000 for code in person.codes}
    address = f"{person.address}/audits/{person.desk.audit_id}/section/1"
    answer = person.web.post(address, {**values, **typed}, timeout=60, allow_redirects=False)
    page = unescape(answer.text)
    wrong = [f"{how}: {name} is lost" for name, value in typed.items() if value not in page]
    if answer.status_code not in (503, 507) or "Traceback" in page or not heading_of(answer):
        wrong.append(f"{how}: the form was answered {answer.status_code}, “{heading_of(answer)}”")
    return wrong


def _wrong_with_a_backup(url: str) -> list[str]:
    """One that does not fit on the disk is no backup, and nothing of it is left there."""
    folder = folder_of(url)
    process = started("backup", str(folder / "backup.zip"), url=url)
    process.join(LONGEST)
    left = [path.name for path in folder.iterdir() if "backup" in path.name or "unfinished" in path.name]
    if process.exitcode == 1 and not left:
        return []
    return [f"A backup that does not fit ended with {process.exitcode} and left {left}"]


def heading_of(answer: requests.Response) -> str:
    return answer.text.partition("<h1")[2].partition("</h1>")[0].rpartition(">")[2].strip()
