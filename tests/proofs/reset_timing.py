"""How long it takes to ask for another password tells nobody who signs in here.

Addresses of people and addresses of nobody are asked for in turn, each once. Of all pairs of one and the
other, the longer is the person's in about half, as if a coin had been thrown.
"""

import argparse
import time

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.config import Settings
from qa_app.domain.roles import Role
from qa_app.extensions import db
from qa_app.factory import create_app
from qa_app.services.setting_up import set_up
from tests.factories import a_person
from tests.proofs._coin import is_like_a_coin, medians, share_longer
from tests.proofs._serving import SECRET, databases
from tests.web.page import Page

PAGE = "/account/forgotten-password"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="reset-timing", description=__doc__)
    parser.add_argument("--addresses", type=int, default=300, help="of each of the two kinds")
    options = parser.parse_args(arguments)
    shares = []
    for kind in ("sqlite", "postgresql"):
        with databases(kind) as url:
            known, unknown = measured(url, options.addresses)
        shares.append(share_longer(known, unknown))
        print(f"{kind}: medians {medians(known=known, unknown=unknown)}", flush=True)
    said = " and ".join(f"{share:.0%}" for share in shares)
    print(f"A person's address took longer than nobody's in {said} of pairs, where a coin says 50%")
    return 0 if all(is_like_a_coin(share) for share in shares) else 1


def measured(url: str, addresses: int) -> tuple[list[float], list[float]]:
    """Milliseconds for addresses of people, and for those of nobody."""
    app = create_app(
        Settings(
            secret_key=SECRET,
            database_url=url,
            https=False,
            guesses_from_address=10_000,
            public_url="http://127.0.0.1",
            smtp_host="127.0.0.1",
            mail_from="audits@testshire.example",
        )
    )
    with app.app_context():
        migrate.upgrade(db.engine)
        with Session(db.engine) as session, session.begin():
            set_up(session)
            people = [a_person(Role.AUDITOR) for _ in range(addresses)]
            session.add_all(people)
            emails = [str(person.email) for person in people]
    client = app.test_client()
    for number in range(20):
        ask(client, f"warm{number}@up.example")
    known: list[float] = []
    unknown: list[float] = []
    for number, email in enumerate(emails):
        pair = [(known, email), (unknown, f"nobody{number}@testshire.example")]
        # Either is first as often: the more have been asked for, the longer the next one takes.
        for times, address in pair if number % 2 else reversed(pair):
            times.append(ask(client, address))
    with app.app_context():
        db.engine.dispose()
    return known, unknown


def ask(client: FlaskClient, email: str) -> float:
    form = Page(client.get(PAGE)).form() | {"email": email}
    begun = time.perf_counter()
    answer = client.post(PAGE, data=form)
    took = 1000 * (time.perf_counter() - begun)
    if answer.status_code != 302:
        raise RuntimeError(f"{PAGE} answered {answer.status_code}")
    return took
