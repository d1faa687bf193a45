"""How long it takes to refuse a password tells nobody whose account there is.

Addresses of people, of people who were stopped, and of nobody are guessed at in turn, each once, with what
a password costs in real use. Of all pairs of one kind and another, either takes longer in about half, as
if a coin had been thrown.
"""

import argparse
import logging
import time
from collections.abc import Mapping
from itertools import combinations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.config import Settings
from qa_app.domain.roles import Role
from qa_app.extensions import db
from qa_app.factory import create_app
from qa_app.models import Person
from qa_app.services.passwords import hasher
from qa_app.services.setting_up import set_up
from tests.factories import a_person
from tests.proofs._coin import is_like_a_coin, medians, share_longer
from tests.proofs._serving import SECRET, databases
from tests.web.page import Page

PAGE = "/sign-in"
KINDS = ("known", "stopped", "unknown")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="sign-in-timing", description=__doc__)
    parser.add_argument("--addresses", type=int, default=300, help="of each of the three kinds")
    options = parser.parse_args(arguments)
    logging.getLogger("qa_app.security").setLevel(logging.ERROR)  # every refusal is a line of it
    shares = []
    for kind in ("sqlite", "postgresql"):
        with databases(kind) as url:
            times = measured(url, options.addresses)
        print(f"{kind}: medians {medians(**times)}", flush=True)
        for one, other in combinations(KINDS, 2):
            shares.append(share_longer(times[one], times[other]))
            print(f"{kind}: {one} longer than {other} in {shares[-1]:.0%} of pairs", flush=True)
    furthest = max(shares, key=lambda share: abs(share - 0.5))
    print(f"One kind of account took longer than another in {furthest:.0%} of pairs at most, a coin says 50%")
    return 0 if all(is_like_a_coin(share) for share in shares) else 1


def measured(url: str, addresses: int) -> Mapping[str, list[float]]:
    """Milliseconds, by the kind of account."""
    app = create_app(Settings(secret_key=SECRET, database_url=url, https=False, guesses_from_address=10_000))
    with app.app_context():
        migrate.upgrade(db.engine)
        with Session(db.engine) as session, session.begin():
            set_up(session)
            people = [a_person(Role.AUDITOR) for _ in range(2 * addresses)]
            stored = hasher.hash("a password that costs what real ones cost")
            for number, person in enumerate(people):
                person.password_hash, person.may_sign_in = stored, number % 2 == 0
            session.add_all(people)
            emails = _emails(people)
    client = app.test_client()
    form = Page(client.get(PAGE)).form()
    for number in range(20):
        refused(client, form | {"email": f"warm{number}@up.example"})
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(addresses):
        # Each kind is first, second and third as often: the more guesses, the longer it takes to count them.
        for turn in range(len(KINDS)):
            kind = KINDS[(number + turn) % len(KINDS)]
            times[kind].append(refused(client, form | {"email": emails[kind][number]}))
    with app.app_context():
        db.engine.dispose()
    return times


def _emails(people: list[Person]) -> dict[str, list[str]]:
    return {
        "known": [str(person.email) for person in people[0::2]],
        "stopped": [str(person.email) for person in people[1::2]],
        "unknown": [f"nobody{number}@testshire.example" for number in range(len(people) // 2)],
    }


def refused(client: FlaskClient, form: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    answer = client.post(PAGE, data={**form, "password": "not the password"})
    took = 1000 * (time.perf_counter() - begun)
    if answer.status_code != 422:
        raise RuntimeError(f"{PAGE} answered {answer.status_code}")
    return took
