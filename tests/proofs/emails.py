"""Several processes send what waits, one of them is killed half-way, and no e-mail comes twice.

Four times `qa-app mail send` at once, on each database, to a real mail server. Every e-mail comes, but for
the one that the killed process may have claimed: that one is anybody's again after ten minutes.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.domain.letters import Letter
from qa_app.services.mail import queue
from tests.mail_server import HOST, MailServer, mail_server
from tests.proofs._serving import SECRET, databases, opened

PROCESSES = 4
LONGEST = 120
"""Seconds that a process may take."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="emails", description=__doc__)
    parser.add_argument("--emails", type=int, default=300, help="on each database")
    options = parser.parse_args(arguments)
    came, twice = 0, 0
    for kind in ("sqlite", "postgresql"):
        with databases(kind) as url, mail_server() as server:
            fill(url, options.emails)
            send(url, server)
            times = Counter(str(got.message["Subject"]) for got in server.received)
        came, twice = came + len(times), twice + sum(each > 1 for each in times.values())
        print(f"{kind}: {len(times)} of {options.emails} came", flush=True)
    print(f"{came:,} of {2 * options.emails:,} e-mails came, {twice} twice, one process of four killed")
    return 0 if came >= 2 * options.emails - 2 and not twice else 1


def fill(url: str, emails: int) -> None:
    with opened(url) as engine:
        migrate.upgrade(engine)
        with Session(engine) as session, session.begin():
            for number in range(emails):
                letter = Letter(f"Number {number}", "A line.\n")
                queue(session, letter, to=f"person{number}@testshire.example", at=datetime.now(UTC))


def send(url: str, server: MailServer) -> None:
    named = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "SMTP_HOST": HOST, "SMTP_PORT": str(server.port)}
    more = {"SMTP_SECURITY": "none", "MAIL_FROM": "audits@testshire.example"}
    command = [sys.executable, "-m", "qa_app", "mail", "send"]
    processes = [subprocess.Popen(command, env=os.environ | named | more) for _ in range(PROCESSES)]
    until = time.monotonic() + LONGEST
    while len(server.received) < 10 and time.monotonic() < until:
        time.sleep(0.01)
    processes[0].kill()
    for process in processes:
        process.wait(LONGEST)
