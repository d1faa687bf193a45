"""Every address by every method, asked for by every kind of person, inside and outside their service areas.

`--database sqlite` or `--database postgresql` asks one of them.
"""

import argparse
import logging

from tests.architecture.answers import answered_otherwise, requests_of
from tests.architecture.council import Who
from tests.architecture.standing import Standing
from tests.conftest import app_on
from tests.proofs._serving import databases

KINDS = ("sqlite", "postgresql")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="permissions", description=__doc__)
    parser.add_argument("--database", choices=KINDS)
    options = parser.parse_args(arguments)
    # Each refusal is logged.
    logging.disable(logging.WARNING)
    asked, wrong = 0, []
    for kind in [options.database] if options.database else KINDS:
        with databases(kind) as url:
            for app in app_on(url):
                standing = Standing(app)
                for who in Who:
                    requests = list(requests_of(app, standing.council, who))
                    asked += len(requests)
                    wrong += answered_otherwise(standing, who, requests)
    logging.disable(logging.NOTSET)
    for sentence in wrong[:50]:
        print(sentence)
    told = f"{asked:,} requests of {len(Who)} kinds of people"
    print(f"{told}, {len(wrong)} answered otherwise than the tables say")
    return 0 if asked and not wrong else 1
