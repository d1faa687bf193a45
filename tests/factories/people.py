from datetime import UTC, datetime
from itertools import count

from argon2 import PasswordHasher

from qa_app.domain.roles import Role
from qa_app.models import Person, ServiceArea

PASSWORD = "seven quiet badgers"
# The cheapest settings: tests sign in thousands of times and do not measure argon2.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = QUICK.hash(PASSWORD)

_numbers = count(1)


def a_person(*roles: Role, name: str | None = None, areas: list[ServiceArea] | None = None) -> Person:
    """Somebody who may sign in with PASSWORD, and sees every service area unless some are given."""
    number = next(_numbers)
    person = Person(
        name=name or f"Person {number}",
        email=f"person{number}@testshire.example",
        password_hash=HASH,
        may_sign_in=True,
        sees_all_areas=areas is None,
        created_at=datetime(2016, 4, 1, tzinfo=UTC),
    )
    person.roles = frozenset(roles)
    person.service_areas = areas or []
    return person
