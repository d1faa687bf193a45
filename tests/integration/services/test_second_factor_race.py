"""Real connections at the same moment: a code lets in one of those who type it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pyotp
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import DomainError
from qa_app.domain.roles import Role
from qa_app.models import Person, RecoveryCode, SecondFactor
from qa_app.services.recovery_codes import use_recovery_code
from qa_app.services.second_factor import (
    is_right_code,
    offer_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from tests.factories import a_person

AT = datetime(2026, 4, 3, 9, 0, 10, tzinfo=UTC)
LATER = AT + timedelta(minutes=2)
KEY = bytes(range(32))
AT_ONCE = 6


@pytest.fixture
def mo(session) -> int:
    person = a_person(Role.MODERATOR)
    session.add(person)
    session.flush()
    number = person.id
    session.commit()
    return number


def at_once(engine: Engine, person_id: int, attempt: Callable[[Session, Person], object]) -> Sequence[object]:
    """What each of several came to in a transaction of its own, all begun at the same moment.

    On PostgreSQL all have read the second factor before any of them goes on, which is the worst case.
    """
    barrier = Barrier(AT_ONCE)

    def run(_number: int) -> object:
        with Session(engine) as session:
            if engine.dialect.name == "postgresql":
                session.scalars(select(SecondFactor)).all()
                session.scalars(select(RecoveryCode)).all()
            barrier.wait(timeout=20)
            try:
                came_to = attempt(session, session.get_one(Person, person_id))
                session.commit()
            except DomainError as error:
                return error
            return came_to

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def enrolled(session: Session, person_id: int) -> tuple[str, Sequence[str]]:
    person = session.get_one(Person, person_id)
    offer = offer_second_factor(person, key=KEY, at=AT)
    code = pyotp.TOTP(offer.secret).at(AT)
    codes = set_up_second_factor(session, person, offer.sealed, code, key=KEY, at=AT)
    session.commit()
    return offer.secret, codes


def test_one_of_many_who_type_the_same_code_at_once_is_let_in(session, engine, mo):
    secret, _ = enrolled(session, mo)
    code = pyotp.TOTP(secret).at(LATER)

    came_to = at_once(engine, mo, lambda own, person: is_right_code(own, person, code, key=KEY, at=LATER))

    assert sorted(came_to) == [False] * (AT_ONCE - 1) + [True]


def test_one_of_many_who_type_the_same_recovery_code_at_once_is_let_in(session, engine, mo):
    _, codes = enrolled(session, mo)

    came_to = at_once(engine, mo, lambda own, person: use_recovery_code(own, person, codes[0], at=LATER))

    assert sorted(came_to) == [False] * (AT_ONCE - 1) + [True]


def test_many_who_make_new_recovery_codes_at_once_leave_ten(session, engine, mo):
    enrolled(session, mo)

    made = at_once(engine, mo, lambda own, person: renew_recovery_codes(own, person, at=LATER))

    assert session.scalar(select(func.count(RecoveryCode.id))) == 10
    person = session.get_one(Person, mo)
    good = [use_recovery_code(session, person, codes[0], at=LATER) for codes in made]
    assert sorted(good) == [False] * (AT_ONCE - 1) + [True]


def test_many_who_set_one_up_at_once_leave_one(session, engine, mo):
    def set_up(own: Session, person: Person) -> str:
        offer = offer_second_factor(person, key=KEY, at=AT)
        set_up_second_factor(own, person, offer.sealed, pyotp.TOTP(offer.secret).at(AT), key=KEY, at=AT)
        return offer.secret

    secrets = at_once(engine, mo, set_up)

    person = session.get_one(Person, mo)
    good = [
        is_right_code(session, person, pyotp.TOTP(secret).at(LATER), key=KEY, at=LATER) for secret in secrets
    ]
    assert sorted(good) == [False] * (AT_ONCE - 1) + [True]
    assert session.scalar(select(func.count(RecoveryCode.id))) == 10
