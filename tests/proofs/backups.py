"""Twenty backups while people save, each restored into a new place and held to what it says of itself.

Beside its own checks: every save that was acknowledged before a backup was begun is in what was restored.

`--backups N` (20), `--on sqlite|postgresql` (both).
"""

import argparse
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import TrailEntry
from tests.data_builders.places import new_places
from tests.proofs._command import run, serving
from tests.proofs._noted import Kept, Noting, Save, what_was_kept
from tests.proofs._serving import HOST, databases, free_port, lay_desks, opened

PEOPLE = 6


@dataclass
class Figures:
    made: int = 0
    restored: int = 0
    saves_meanwhile: int = 0
    faults: list[str] = field(default_factory=list)
    kept: Kept | None = None

    def __str__(self) -> str:
        """> 20 made while 1,234 saves went on, 20 restored and verified, 0 faults; 1,400 saves ..."""
        return (
            f"{self.made} made while {self.saves_meanwhile:,} saves went on, {self.restored} restored and"
            f" verified, {len(self.faults)} faults; {self.kept}"
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="backups", description=__doc__)
    parser.add_argument("--backups", type=int, default=20)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args(arguments)
    said, holds = [], True
    for kind in options.on or ("sqlite", "postgresql"):
        figures = backed_up_while_saving(kind, backups=options.backups)
        print("\n".join(figures.faults), end="", file=sys.stderr)
        said.append(f"{kind}: {figures}")
        holds = holds and is_well(figures, options.backups)
    print("; ".join(said))
    return 0 if holds else 1


def is_well(figures: Figures, backups: int) -> bool:
    return (
        figures.made == figures.restored == backups
        and figures.saves_meanwhile > 0
        and not figures.faults
        and figures.kept is not None
        and figures.kept.holds
    )


def backed_up_while_saving(kind: str, *, backups: int, number: int = PEOPLE) -> Figures:
    figures, over = Figures(), threading.Event()
    with databases(kind) as url, tempfile.TemporaryDirectory(prefix="qa-backups-") as folder:
        desks = lay_desks(url, number)
        port = free_port()
        people = [Noting(f"http://{HOST}:{port}", desk) for desk in desks]
        server = serving(url, port=port, threads=number)
        made: list[tuple[Path, Sequence[dict[int, Save]]]] = []
        working: list[Future[None]] = []
        with ThreadPoolExecutor(number) as pool:
            try:
                for person in people:
                    person.sign_in()
                working += [pool.submit(person.work, over) for person in people]
                for place in range(backups):
                    file = Path(folder) / f"backup-{place}.zip"
                    told = [dict(person.told) for person in people]
                    before = _saves(people)
                    run("backup", str(file), url=url)
                    figures.made += 1
                    figures.saves_meanwhile += _saves(people) - before
                    made.append((file, told))
            finally:
                over.set()
                for each in working:
                    each.result()
                server.kill()
        new = new_places(url, Path(folder))
        for file, told in made:
            _restore(file, new(), url, people, told, figures)
        figures.kept = what_was_kept(url, people)
    return figures


def _saves(people: Sequence[Noting]) -> int:
    return sum(person.saves for person in people)


def _restore(
    file: Path,
    into: str,
    url: str,
    people: Sequence[Noting],
    told: Sequence[dict[int, Save]],
    figures: Figures,
) -> None:
    try:
        run("restore", str(file), "--into", into, "--verify", url=url)
    except RuntimeError as error:
        figures.faults.append(str(error))
        return
    figures.restored += 1
    with opened(into) as engine, Session(engine) as session:
        for person, acknowledged in zip(people, told, strict=True):
            entries = session.scalars(
                select(TrailEntry.after)
                .where(TrailEntry.action == "saved answers", TrailEntry.subject_id == person.desk.audit_id)
                .order_by(TrailEntry.id)
            ).all()
            figures.faults += [
                f"{file.name} has not version {version} of the audit {person.desk.audit_id}"
                for version, save in acknowledged.items()
                if len(entries) < version - 1
                or (entries[version - 2] or {}).get("answers") != {save.code: save.grade}
            ]
