"""300 slow clients send a request a byte at a time; others, who read and save, have a p99 below 200 ms.

Of `qa-app serve` by itself, and behind nginx. `--slow N` (300), `--seconds N` (30).
"""

import argparse
import socket
import threading
import time

from tests.proofs._nginx import nginx
from tests.proofs._serving import HOST, Desk, Person, databases, lay_desks, served

LIMIT = 0.2
"""Seconds."""
REQUEST = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\nX-Slow: "


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="slow-clients", description=__doc__)
    parser.add_argument("--slow", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--without-nginx", action="store_true")
    options = parser.parse_args(arguments)
    figures = {}
    with databases("sqlite") as url:
        desk = lay_desks(url, 1, finished=200)[0]
        with served(url, threads=4, TRUSTED_PROXIES="1") as server:
            figures["alone"] = measured(server.port, desk, options.slow, options.seconds)
            if not options.without_nginx:
                with nginx([server.port]) as port:
                    figures["behind nginx"] = measured(port, desk, options.slow, options.seconds)
    said = ", ".join(
        f"{name}: p99 {p99 * 1000:.0f} ms of {number}" for name, (p99, number) in figures.items()
    )
    print(f"{options.slow} slow clients; {said}")
    return 0 if all(p99 < LIMIT and number for p99, number in figures.values()) else 1


def measured(port: int, desk: Desk, slow: int, seconds: int) -> tuple[float, int]:
    """The 99th percentile of how long others waited, in seconds, and how many requests that was."""
    over = threading.Event()
    crowd = threading.Thread(target=dawdle, args=(port, slow, over))
    crowd.start()
    times: list[float] = []
    try:
        time.sleep(2)
        person = Person(f"http://{HOST}:{port}", desk)
        person.sign_in()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for ask in (
                lambda: person.web.get(f"{person.address}/", timeout=30),
                lambda: person.save("Read"),
            ):
                begun = time.monotonic()
                answer = ask()
                times.append(time.monotonic() - begun)
                if answer.status_code != 200:
                    return float("inf"), len(times)
            time.sleep(0.02)
    finally:
        over.set()
        crowd.join()
    times.sort()
    return times[int(len(times) * 0.99)], len(times)


def dawdle(port: int, number: int, over: threading.Event) -> None:
    """So many connections that each send a byte a second; one that is closed begins again."""
    crowd: list[tuple[socket.socket | None, int]] = [(None, 0)] * number
    while not over.is_set():
        crowd = [_one_byte_more(one, port, place) for one, place in crowd]
        over.wait(1)
    for one, _ in crowd:
        if one is not None:
            one.close()


def _one_byte_more(one: socket.socket | None, port: int, place: int) -> tuple[socket.socket | None, int]:
    try:
        if one is None:
            one = socket.create_connection((HOST, port), timeout=2)
        one.sendall(REQUEST[place : place + 1] or b"x")
    except OSError:
        if one is not None:
            one.close()
        return None, 0
    return one, place + 1
