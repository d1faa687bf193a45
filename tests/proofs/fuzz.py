"""A hundred thousand requests of any kind as each role: none is answered with a fault of the server.

`--requests N` (100,000), `--seed N` (1), `--minutes N` at most (25). Each of two processes has a database.
"""

import argparse
import logging
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from qa_app.domain.roles import Role
from qa_app.extensions import db
from tests.fuzzing import Fuzzer
from tests.proofs._council import council_app

PROCESSES = 2
AT_ONCE = 250
"""Requests of one visit, after which another role comes, and now and then a fresh database."""


def fuzz(folder: Path, seed: int, requests: int, until: float) -> tuple[int, list[str]]:
    """How many were asked, and the faults."""
    logging.getLogger("qa_app").setLevel(logging.CRITICAL)
    asked, faults, visit = 0, [], 0
    people = [*Role, None]
    while asked < requests and time.monotonic() < until:
        app = council_app(folder / f"{seed}-{visit}.sqlite3")
        for role in people:
            fuzzer = Fuzzer(app, seed=seed * 1_000 + visit)
            fuzzer.visit(role, min(AT_ONCE, requests - asked))
            asked, visit = asked + fuzzer.asked, visit + 1
            faults += [f"seed {fuzzer.seed}, {role}: {fault}" for fault in fuzzer.faults]
        with app.app_context():
            db.engine.dispose()
    return asked, faults


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=25)
    options = parser.parse_args(arguments)
    until = time.monotonic() + 60 * options.minutes
    share = options.requests // PROCESSES
    with tempfile.TemporaryDirectory(prefix="qa-fuzz-") as folder, ProcessPoolExecutor(PROCESSES) as pool:
        results = list(pool.map(
            fuzz,
            [Path(folder)] * PROCESSES,
            [options.seed + number for number in range(PROCESSES)],
            [share] * PROCESSES,
            [until] * PROCESSES,
        ))  # fmt: skip
    asked = sum(number for number, _ in results)
    faults = [fault for _, found in results for fault in found]
    print("\n".join(faults[:50]))
    print(f"{asked:,} requests, {len(faults)} faults of the server")
    return 0 if asked >= share * PROCESSES and not faults else 1
