"""Fifty people saving and reading for ten minutes on each database: no error, p95 below 300 ms.

`--people N` (50), `--minutes N` (10) on each, `--on sqlite|postgresql` (both). What they do is in bench/load.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.factories import PASSWORD
from tests.proofs._serving import databases, lay_desks, served

LIMIT = 300
"""Milliseconds."""
LOCUST_FILE = Path(__file__).parents[2] / "bench" / "load" / "locustfile.py"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="load", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args(arguments)
    figures = {
        kind: measured(kind, options.people, round(options.minutes * 60))
        for kind in options.on or ("sqlite", "postgresql")
    }
    said = "; ".join(
        f"{kind}: {asked:,} requests, {failed} errors, p95 {p95} ms"
        for kind, (asked, failed, p95) in figures.items()
    )
    print(f"{options.people} people: {said}")
    return 0 if all(asked and not failed and p95 < LIMIT for asked, failed, p95 in figures.values()) else 1


def measured(kind: str, people: int, seconds: int) -> tuple[int, int, int]:
    """Requests, failures, and the 95th percentile of all of them in milliseconds."""
    with databases(kind) as url, tempfile.TemporaryDirectory(prefix="qa-load-") as folder:
        desks = lay_desks(url, people, finished=2_000)
        environment = os.environ | {
            "QA_LOAD_DESKS": ",".join(f"{desk.email}:{desk.audit_id}" for desk in desks),
            "QA_LOAD_PASSWORD": PASSWORD,
        }
        with served(url, threads=8) as server:
            command = [
                *(
                    sys.executable,
                    "-m",
                    "locust",
                    "--locustfile",
                    LOCUST_FILE,
                    "--headless",
                    "--only-summary",
                ),
                *(
                    "--users",
                    people,
                    "--spawn-rate",
                    5,
                    "--run-time",
                    f"{seconds}s",
                    "--host",
                    server.address,
                ),
                *("--csv", f"{folder}/load", "--loglevel", "ERROR"),
            ]
            subprocess.run([str(part) for part in command], env=environment, check=False)
        with open(f"{folder}/load_stats.csv", encoding="utf-8", newline="") as file:
            whole = next(row for row in csv.DictReader(file) if row["Name"] == "Aggregated")
    return int(whole["Request Count"]), int(whole["Failure Count"]), round(float(whole["95%"]))
