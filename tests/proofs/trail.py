"""A trail of a million entries is checked within a minute, and what others did to it is found and named.

By `qa-app trail verify`, in a process of its own, on each database.

`--entries N` (1,000,000), `--on sqlite|postgresql` (both).
"""

import argparse
import os
import subprocess
import sys
import time
from random import Random

from sqlalchemy import Engine

from qa_app import migrate
from qa_app.cli.session import open_engine
from qa_app.config import Settings
from tests import tampering
from tests.conftest import SECRET, unguarded
from tests.proofs._serving import databases, folder_of
from tests.trails import a_trail

MOST = 60.0
"""Seconds that the check of a million may take."""
LONGEST = 600
"""Seconds after which a command hangs."""

DONE_TO_IT = (
    tampering.change_what_is_said,
    tampering.empty_without_saying_so,
    tampering.take_away_an_entry,
    tampering.change_a_seal,
    tampering.exchange_two_places,
)
"""Some of what the tests do to a short trail; the end is cut off last."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="trail", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"))
    options = parser.parse_args(arguments)
    took, found = {}, 0
    kinds = [options.on] if options.on else ["sqlite", "postgresql"]
    for kind in kinds:
        with databases(kind) as url:
            took[kind] = _checked(url, options.entries)
            print(f"{kind}: {options.entries:,} entries in {took[kind]:.1f} s", flush=True)
            found += _how_many_found(url, options.entries)
    seconds = ", ".join(f"{each:.1f} s on {kind}" for kind, each in took.items())
    tried = len(kinds) * (len(DONE_TO_IT) + 1)
    print(f"{options.entries:,} entries checked in {seconds}; {found} of {tried} changes found and named")
    return 0 if max(took.values()) < MOST and found == tried else 1


def _checked(url: str, entries: int) -> float:
    """How many seconds the check of a trail that nobody touched takes. Raises RuntimeError where it fails."""
    engine = _engine(url)
    migrate.upgrade(engine)
    with engine.begin() as connection, unguarded(connection):
        a_trail(connection, entries)
    engine.dispose()
    _trail("anchor", url=url)
    begun = time.monotonic()
    done = _trail("verify", url=url)
    took = time.monotonic() - begun
    if done.returncode or f"{entries:,}" not in done.stdout:
        raise RuntimeError(f"A trail that nobody touched: {done.stdout}{done.stderr}")
    return took


def _how_many_found(url: str, entries: int) -> int:
    """All but the last are undone; the command itself has to name the last."""
    engine, random, found = _engine(url), Random(7), 0
    for done in DONE_TO_IT:
        expected, got = tampering.tamper_and_check(engine, done, random, entries)
        print(f"  {done.__name__}: {got}" + ("" if got == expected else f", not {expected}"), flush=True)
        found += got == expected
    with engine.begin() as connection, unguarded(connection):
        expected = tampering.cut_off_the_end(connection, random, entries)
    engine.dispose()
    said = _trail("verify", url=url)
    print(f"  by the command: {said.stderr.strip()}", flush=True)
    return found + (said.returncode != 0 and str(expected) in said.stderr)


def _engine(url: str) -> Engine:
    return open_engine(Settings(secret_key=SECRET, database_url=url))


def _trail(what: str, *, url: str) -> subprocess.CompletedProcess[str]:
    named = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "TRAIL_ANCHOR": str(folder_of(url) / "anchor.txt")}
    return subprocess.run(
        [sys.executable, "-m", "qa_app", "trail", what],
        env=os.environ | named,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
