"""Every route, asked for by every kind of person by every method, about what is theirs and what is not.

What is answered alike is shared out: by HEAD and OPTIONS each person asks for every fourth address, and by
a method that there is not for every eleventh, each for others. `python3 run.py prove permissions` asks
everybody for all of it, on both databases.
"""

from itertools import groupby

import pytest
from werkzeug.routing import Rule

from tests.architecture.answers import (
    ABOUT,
    FOUND_BY,
    OF_SOMEBODY,
    About,
    Request,
    answered_otherwise,
    requests_of,
)
from tests.architecture.council import OF_ALL, Who

LIMITED_ONLY_BY_AREA = (OF_ALL - {Who.ADMINISTRATOR}) | {Who.NO_ROLE}
"""Those whose roles others have too; they are asked about what belongs to an area or a person."""


def shared_among(request: Request) -> int:
    """How many people ask it in turns."""
    if not request.is_allowed:
        return len(Who)
    return 1 if request.method in ("GET", "POST") else 4


@pytest.mark.parametrize("who", list(Who), ids=lambda who: who.name.lower())
def test_each_request_is_answered_as_the_tables_say(standing, who):
    turn = list(Who).index(who)
    requests = [
        request
        for number, request in enumerate(requests_of(standing.app, standing.council, who))
        if (request.row is not None or who not in LIMITED_ONLY_BY_AREA)
        and (number + turn) % shared_among(request) == 0
    ]

    assert list(answered_otherwise(standing, who, requests)) == []


@pytest.mark.parametrize("who", list(Who), ids=lambda who: who.name.lower())
def test_the_other_database_answers_alike(on_postgresql, who):
    """A sample: what is found in an area or a person's own is decided by queries."""
    turn = list(Who).index(who)
    about = [
        request
        for request in requests_of(on_postgresql.app, on_postgresql.council, who)
        if request.row is not None and request.is_allowed and request.method in ("GET", "POST")
    ]

    assert list(answered_otherwise(on_postgresql, who, about[turn % 3 :: 3])) == []


def address(rule: Rule) -> str:
    return rule.rule


def test_what_belongs_to_an_area_or_a_person_is_in_the_table(app):
    of_somebody = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments & OF_SOMEBODY}

    assert of_somebody == set(ABOUT)
    for _, same in groupby(sorted(app.url_map.iter_rules(), key=address), key=address):
        assert len({ABOUT.get(rule.endpoint) for rule in same}) == 1, "an address is about one thing"
    assert {about for about, _ in FOUND_BY} == set(About) == set(ABOUT.values())
