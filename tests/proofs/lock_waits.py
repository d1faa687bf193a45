"""Saves that wait for SQLite's one writer succeed; after too long they are told to come back.

Eight people save 150 times each (1,200) while somebody else takes the lock again and again. Then the lock
is held longer than anybody waits: the save is answered 503 with Retry-After and a plain page, and none is
lost.
"""

import argparse
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from tests.proofs._serving import Desk, Person, databases, lay_desks, served, stored_texts

PEOPLE = 8
HELD = 0.05
"""Seconds that the other process holds the lock, and then leaves it."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="lock-waits", description=__doc__)
    parser.add_argument("--saves", type=int, default=150, help="of each of eight people")
    parser.add_argument(
        "--without-503", action="store_true", help="leave out the part that waits twenty seconds"
    )
    options = parser.parse_args(arguments)
    with databases("sqlite") as url:
        desks = lay_desks(url, PEOPLE)
        with served(url, threads=PEOPLE) as server:
            saved, missing = waited(url, server.address, desks, options.saves)
            told = options.without_503 or told_to_come_back(url, server.address, desks[0])
    whole = PEOPLE * options.saves
    print(f"{saved:,} of {whole:,} saves succeeded, {missing} missing, 503 with Retry-After: {told}")
    return 0 if saved == whole and not missing and told else 1


def waited(url: str, address: str, desks: list[Desk], saves: int) -> tuple[int, int]:
    """How many saves were acknowledged, and how many audits do not hold what was."""
    over = threading.Event()
    holder = threading.Thread(target=hold_again_and_again, args=(url, over))
    holder.start()
    try:
        with ThreadPoolExecutor(len(desks)) as pool:
            people = list(pool.map(lambda desk: save_often(address, desk, saves), desks))
    finally:
        over.set()
        holder.join()
    missing = sum(
        any(
            stored_texts(url, person.desk.audit_id).get(code) != text
            for code, text in person.acknowledged.items()
        )
        for person in people
    )
    return sum(person.saves for person in people), missing


def save_often(address: str, desk: Desk, saves: int) -> Person:
    person = Person(address, desk)
    person.sign_in()
    for number in range(saves):
        person.save(f"What was read, {number}")
    return person


def hold_again_and_again(url: str, over: threading.Event) -> None:
    with connected(url) as connection:
        while not over.is_set():
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(HELD)
            connection.execute("COMMIT")
            time.sleep(HELD)


def told_to_come_back(url: str, address: str, desk: Desk) -> bool:
    person = Person(address, desk)
    person.sign_in()
    with connected(url) as connection:
        connection.execute("BEGIN IMMEDIATE")
        answer = person.save("What was written while the lock was held")
        connection.execute("ROLLBACK")
    plain = "Traceback" not in answer.text and "busy" in answer.text.lower()
    again = person.save("What was written afterwards")
    return (
        answer.status_code == 503 and "Retry-After" in answer.headers and plain and again.status_code == 200
    )


@contextmanager
def connected(url: str) -> Iterator[sqlite3.Connection]:
    """The database's file, opened apart from the app; by one thread alone."""
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        yield connection
