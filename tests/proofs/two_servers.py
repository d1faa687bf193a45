"""Two servers behind nginx on one PostgreSQL, one killed half-way: no save lost, nobody signed out.

`--people N` (10), `--seconds N` (40).
"""

import argparse
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.proofs._nginx import nginx
from tests.proofs._serving import HOST, Desk, Person, databases, lay_desks, start_server, stored_texts


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="two-servers", description=__doc__)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=40)
    options = parser.parse_args(arguments)
    with databases("postgresql") as url:
        desks = lay_desks(url, options.people)
        servers = [start_server(url, TRUSTED_PROXIES="1") for _ in range(2)]
        try:
            with nginx([server.port for server in servers]) as port:
                killer = threading.Timer(options.seconds / 2, servers[0].kill)
                killer.start()
                with ThreadPoolExecutor(len(desks)) as pool:
                    people = list(pool.map(lambda desk: work(port, desk, options.seconds), desks))
                killer.join()
        finally:
            for server in servers:
                server.kill()
        lost = sum(_lost(url, person) for person in people)
    saves, ended = sum(person.saves for person in people), sum(person.signed_out for person in people)
    print(f"{saves:,} saves acknowledged, {lost} lost; {ended} of {len(people)} people signed out")
    return 0 if saves > len(people) and not lost and not ended else 1


class Worker(Person):
    signed_out = False


def work(port: int, desk: Desk, seconds: int) -> Worker:
    """Saves all the time; what was not acknowledged is sent again, as the page does."""
    person = Worker(f"http://{HOST}:{port}", desk)
    person.sign_in()
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        number += 1
        try:
            answer = person.save(f"What was read, {number}")
        except requests.RequestException:
            continue
        if answer.status_code == 302:
            person.signed_out = True
            break
        if answer.status_code == 409:
            # Saved, and the answer lost: the page shows both, and the person goes on.
            person.open_audit()
        time.sleep(0.02)
    return person


def _lost(url: str, person: Person) -> int:
    """How many questions hold something older than what was acknowledged last."""
    stored = stored_texts(url, person.desk.audit_id)
    return sum(_number(stored.get(code, "")) < _number(text) for code, text in person.acknowledged.items())


def _number(text: str) -> int:
    return int(text.rpartition(" ")[2] or 0)
