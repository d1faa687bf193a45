"""A hundred thousand requests of any kind as each role: none is answered with a fault of the server.

`--requests N` (100,000), `--seed N` (1), `--minutes N` at most (25). One process asks on SQLite, another on
PostgreSQL.
"""

import argparse
import logging
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import count, repeat

from qa_app.domain.roles import Role
from qa_app.extensions import db
from tests.fuzzing import Fuzzer
from tests.proofs._council import council_app
from tests.proofs._serving import databases

KINDS = ("sqlite", "postgresql")
AT_ONCE = 250
"""Requests of one visit, after which another role comes, and now and then a fresh database."""


def fuzz(kind: str, seed: int, requests: int, until: float) -> tuple[int, list[str]]:
    """How many were asked, and the faults."""
    logging.getLogger("qa_app").setLevel(logging.CRITICAL)
    asked, faults = 0, []
    visits = count(seed * 1_000)
    while asked < requests and time.monotonic() < until:
        with databases(kind) as url:
            app = council_app(url)
            for role in [*Role, None]:
                fuzzer = Fuzzer(app, seed=next(visits))
                fuzzer.visit(role, min(AT_ONCE, requests - asked))
                asked += fuzzer.asked
                faults += [f"{kind}, seed {fuzzer.seed}, {role}: {fault}" for fault in fuzzer.faults]
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
    share = options.requests // len(KINDS)
    with ProcessPoolExecutor(len(KINDS)) as pool:
        seeds = [options.seed + number for number in range(len(KINDS))]
        results = list(pool.map(fuzz, KINDS, seeds, repeat(share), repeat(until)))
    asked = sum(number for number, _ in results)
    faults = [fault for _, found in results for fault in found]
    print("\n".join(faults[:50]))
    print(f"{asked:,} requests, {len(faults)} faults of the server")
    return 0 if asked >= share * len(KINDS) and not faults else 1
