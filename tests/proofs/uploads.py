"""Every crafted file, and 2,000 good ones with chance damage, at the page that files are brought in at.

Each is refused with a sentence or read, within 5 seconds and 256 MB; none is a fault of the server, none
adds a row.

`--mutations N` (2,000), `--seed N` (1), `--minutes N` at most (9). Seconds are a processor's: of the process
that reads the file and of the server together.
"""

import argparse
import itertools
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

from flask import Flask
from sqlalchemy.orm import Session

from qa_app.extensions import db
from qa_app.importers import apart
from qa_app.importers.limits import limits_for
from tests.data_builders.crafted import CRAFTED, Crafted
from tests.data_builders.mutations import Mutation, mutations
from tests.proofs._council import council_app
from tests.uploading import Answer, MeasuredWorkers, Uploader, measured_workers, rows_of_the_council

SECONDS, MEGABYTES = 5.0, 256.0
AT_ONCE = 2


def every_crafted_file(app: Flask, workers: MeasuredWorkers) -> Iterator[str]:
    """What is not as it should be."""
    uploader = Uploader(app)
    for (title, crafted), kind in zip(
        CRAFTED.items(), itertools.cycle(("audits", "audits", "history", "values")), strict=False
    ):
        before = len(workers.took)
        answer = uploader.send(kind, crafted.name, crafted.build())
        if not is_as_expected(crafted, answer):
            yield f"{title}: {answer.status} {answer.said[:150]}"
        seconds = answer.seconds + sum(took.seconds for took in workers.took[before:])
        if seconds > SECONDS:
            yield f"{title}: {seconds:.1f} s"


def is_as_expected(crafted: Crafted, answer: Answer) -> bool:
    if crafted.refused:
        return answer.status in (302, 422) and answer.said.startswith(crafted.refused)
    return answer.status == 302 and answer.said.endswith(
        ("to be added", "cannot be added yet", "nothing new")
    )


def damaged_files(app: Flask, count: int, seed: int, until: float) -> tuple[Counter[str], list[str]]:
    """How they were answered, and what is not as it should be."""
    own, outcomes, wrong = local(), Counter[str](), []

    def send(mutation: Mutation) -> Answer | None:
        if time.monotonic() > until:
            return None
        if not hasattr(own, "uploader"):
            own.uploader = Uploader(app)
        return own.uploader.send(*mutation)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, answer in enumerate(pool.map(send, mutations(count, seed=seed))):
            if answer is None:
                outcomes["not tried"] += 1
            elif answer.status == 422 and answer.said:
                outcomes["refused"] += 1
            elif answer.status == 302 and answer.said.endswith(("to be added", "added yet", "nothing new")):
                outcomes["read"] += 1
            else:
                wrong.append(f"mutation {number} of seed {seed}: {answer.status} {answer.said[:150]}")
    return outcomes, wrong


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="uploads", description=__doc__)
    parser.add_argument("--mutations", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=9)
    options = parser.parse_args(arguments)
    until = time.monotonic() + 60 * options.minutes
    logging.getLogger("qa_app").setLevel(logging.CRITICAL)
    # What is longer than a megabyte may take more; here it must not.
    apart.limits_for = lambda _size: limits_for(0)
    with tempfile.TemporaryDirectory(prefix="qa-uploads-") as name, measured_workers(Path(name)) as workers:
        app = council_app(f"sqlite:///{name}/qa.sqlite3")
        with app.app_context(), Session(db.engine) as session:
            before = rows_of_the_council(session)
        wrong = list(every_crafted_file(app, workers))
        print(f"{len(CRAFTED)} crafted files: {_most(workers)}", flush=True)
        outcomes, also_wrong = damaged_files(app, options.mutations, options.seed, until)
        print(f"{options.mutations:,} with chance damage: {dict(outcomes)}, {_most(workers)}", flush=True)
        wrong += also_wrong
        with app.app_context():
            with Session(db.engine) as session:
                wrong += [] if rows_of_the_council(session) == before else ["Rows were added"]
            db.engine.dispose()
        if any(took.megabytes > MEGABYTES or took.seconds > SECONDS for took in workers.took):
            wrong.append(f"More than {SECONDS:.0f} s or {MEGABYTES:.0f} MB: {_most(workers)}")
        most = _most(workers)
    print("\n".join(wrong[:50]))
    tried = len(CRAFTED) + options.mutations - outcomes["not tried"]
    print(f"{tried:,} files refused or read, {len(wrong)} otherwise, no row added; {most}")
    return 0 if not wrong and not outcomes["not tried"] else 1


def _most(workers: MeasuredWorkers) -> str:
    """> at most 1.2 s and 201 MB"""
    took = workers.took
    seconds, megabytes = max(each.seconds for each in took), max(each.megabytes for each in took)
    return f"{len(took):,} processes, at most {seconds:.1f} s and {megabytes:.0f} MB each"
